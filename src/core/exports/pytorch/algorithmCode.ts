/**
 * One run's update as Python: only the parts that it has, each in the lines that the part itself gives (`Part.python`).
 * What has no code is named by `unwrittenParts` and never approximated.
 */
import { createdBy, type Part } from '../../sam/part';
import { slotRegistry } from '../../sam/partChoices';
import { indented, type PythonCode, type PythonSetting } from '../../sam/pythonCode';
import { schedules } from '../../sam/schedule/schedules';
import { type SlotName, slotNames } from '../../sam/slotNames';
import { optimizers, slots } from '../../sam/slots';
import { slotsInUse } from '../../settings/composition';
import { type Chosen, entryOf, type Registry } from '../../settings/entry';
import type { Experiment, RunSettings } from '../../settings/experiment';
import { climbs } from '../../settings/runs';

type Lines = readonly string[];
type AnyPart = Part<unknown>;

/** Labels of the parts that have no code: the run's own, the base optimizer and the schedule. */
export function unwrittenParts(run: RunSettings, { optimizer, schedule }: Pick<Experiment, 'optimizer' | 'schedule'>): readonly string[] {
  const parts = [
    ...slotsInUse(run).map((slot) => entryOf(slotRegistry(slot), run.parts[slot].kind)),
    entryOf<AnyPart>(optimizers, optimizer.kind),
    entryOf<AnyPart>(schedules, schedule.kind),
  ];
  return parts.flatMap(({ python, label }) => (python ? [] : [`“${label}”`]));
}

/** `def rate(step)`: η of a step. Constants `LR`, `STEPS_PER_EPOCH` and `TOTAL_STEPS` are the script's. */
export function rateCode({ schedule }: Experiment): Lines {
  const { factor = '1' } = codeOf(schedules, schedule, NO_SETTING);
  const position =
    createdBy(schedules, schedule).unit === 'step'
      ? 'at, total = step, TOTAL_STEPS'
      : 'at, total = step // STEPS_PER_EPOCH, math.ceil(TOTAL_STEPS / STEPS_PER_EPOCH)';
  return ['def rate(step):', ...indented([...(/\b(at|total)\b/.test(factor) ? [position] : []), `return LR * (${factor})`])];
}

/** Code of an algorithm around the loop over steps. */
export interface AlgorithmCode {
  /** `ascent(logits, y)`, what the adversary climbs as a mean over the batch, and `direction_of(g, w)`, the climb of length one; empty where nothing is climbed. */
  readonly functions: readonly Lines[];
  /** State before the first step. */
  readonly state: Lines;
  /** From `x`, `y` and `eta` to the next `w`; leaves `loss` and `norm` of the step. */
  readonly step: Lines;
}

/** Throws on a part that `unwrittenParts` names. */
export function algorithmCode(run: RunSettings, experiment: Experiment): AlgorithmCode {
  const { optimizer, schedule, training } = experiment;
  const rate = run.learningRate ?? training.lr;
  const setting: PythonSetting = { learningRateRange: { max: rate, min: createdBy(schedules, schedule).lowest(rate) } };
  const base = codeOf(optimizers, optimizer, setting);
  const clipping = training.clip > 0 ? [`u = u / max(1.0, float(u.norm()) / ${training.clip})`] : [];
  const update = [...clipping, ...(base.update ?? [])];
  if (!climbs(run)) return { functions: [], state: base.state ?? [], step: [...PLAIN, ...update] };

  const code = (slot: SlotName) => codeOf(slotRegistry(slot), run.parts[slot], setting);
  const gate = code('gate');
  const fallback = code('fallback');
  const radius = code('radius');
  const isDrawn = createdBy(slots.gate, run.parts.gate).drawn !== undefined;
  const opening = isDrawn ? ['is_open = bool(OPEN[step])'] : (gate.open ?? []);
  const open = climbCode(radius, code('descent'), fallback);
  const closed = [...PLAIN, ...(fallback.closed ?? [])];
  const learn = radius.learn ?? [];
  return {
    functions: [
      definition('ascent(logits, y)', code('ascent')) ?? ['ascent = loss_of'],
      definition('direction_of(g, w)', code('geometry')) ?? ['direction_of = lambda g, w: g'],
    ],
    state: [...(base.state ?? []), ...slotNames.flatMap((slot) => code(slot).state ?? [])],
    step:
      opening.length === 0
        ? [...open, ...update, ...learn]
        : [
            ...opening,
            'if is_open:',
            ...indented(open),
            'else:',
            ...indented(closed),
            ...update,
            ...(learn.length > 0 ? ['if is_open:', ...indented(learn)] : []),
          ],
  };
}

const NO_SETTING: PythonSetting = { learningRateRange: { max: 0, min: 0 } };
/** A step that does not climb. */
const PLAIN: Lines = ['u, loss = gradient(loss_of, w, x, y)', 'norm = u.norm()'];

function climbCode({ rho, learn = [] }: PythonCode, { combine = [], sensitivity }: PythonCode, { opened = [] }: PythonCode): Lines {
  const uses = (name: string) => [...combine, ...opened, ...learn].some((line) => line.includes(name));
  const drifts = uses('drift');
  return [
    'g, loss = gradient(ascent, w, x, y)',
    'norm = g.norm()',
    `rho = ${rho}`,
    'direction = direction_of(g, w)',
    'u, _ = gradient(loss_of, w + rho * direction, x, y)',
    ...(drifts ? ['drift = u.square() * direction'] : []),
    ...(uses('g_top') ? ['g_top = u'] : []),
    ...combine,
    ...(drifts && sensitivity ? [`drift = drift * ${sensitivity}`] : []),
    ...opened,
  ];
}

function definition(head: string, code: PythonCode): Lines | undefined {
  return code.function && [`def ${head}:`, ...indented(code.function)];
}

function codeOf(registry: Registry<AnyPart>, { kind, values }: Chosen, setting: PythonSetting): PythonCode {
  const { label, python } = entryOf(registry, kind);
  if (!python) throw new Error(`algorithmCode: “${label}” has no code`);
  return python(values, setting);
}
