/**
 * One run's update as Python: only the parts that it has, each in the lines that the part itself gives (`Part.python`).
 * What has no code is named by `unwrittenParts` and never approximated.
 */
import { createdBy, type Part } from '../../sam/part';
import { slotRegistry } from '../../sam/partChoices';
import { indented, type PythonCode, type PythonSetting } from '../../sam/pythonCode';
import { schedules } from '../../sam/schedule/schedules';
import { DRAWN, HIGHEST, PER_SAMPLE, SAMPLE_LOSSES, STREAM } from './drawnNumbers';
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
  const isClimbing = climbs(run);
  const range = { max: rate, min: createdBy(schedules, schedule).lowest(rate) };
  const code = (slot: SlotName, isAhead = false) =>
    isClimbing || slotsInUse(run).includes(slot)
      ? codeOf(slotRegistry(slot), run.parts[slot], { learningRateRange: range, isAhead })
      : ({} satisfies PythonCode);
  const isAhead = code('heading').isAhead === true;
  const base = codeOf(optimizers, optimizer, { learningRateRange: range, isAhead });
  const own = code('update');
  const stepper = own.update ? own : base;
  const clipping = training.clip > 0 ? [`u = u / max(1.0, float(u.norm()) / ${training.clip})`] : [];
  const descent = code('descent');
  const mask = code('mask');
  const gate = code('gate');
  const learn = code('radius').learn ?? [];
  const hasPast = (descent.combine ?? []).some((line) => line.startsWith('past ='));

  const isDrawn = createdBy(slots.gate, run.parts.gate).drawn !== undefined;
  const opening = isDrawn ? ['is_open = bool(OPEN[step])'] : (gate.open ?? []);
  const closed = [...PLAIN, ...(code('fallback').closed ?? [])];
  const open = isClimbing ? overParts(code('batching'), climbCode({ code, hasPast, uses: (word) => usesOf(word) })) : [];
  const isGated = isClimbing && opening.length > 0;
  const onlyOpen = (lines: Lines): Lines => (lines.length === 0 || !isGated ? lines : ['if is_open:', ...indented(lines)]);
  const body = !isClimbing ? PLAIN : isGated ? [...opening, 'if is_open:', ...indented(open), 'else:', ...indented(closed)] : open;
  const after = [
    ...clipping,
    ...(isAhead ? ['ahead = w + climb'] : []),
    ...(stepper.update ?? []),
    ...(hasPast ? onlyOpen(['w = w - eta * past']) : []),
    ...onlyOpen(learn),
    ...onlyOpen(mask.advance ?? []),
    ...(own.updated ?? []),
    ...(code('average').updated ?? []),
  ];
  const states = slotNames.flatMap((slot) => code(slot).state ?? []);
  const all = [...states, ...(base.state ?? []), ...body, ...after];
  const functions = isClimbing
    ? [
        definition('ascent(logits, y)', code('ascent')) ?? ['ascent = loss_of'],
        definition('direction_of(g, along, offset, w, x, y)', code('geometry')) ?? ['direction_of = lambda g, *others: g'],
        ...(descent.function ? [definition('weighed(objective)', descent) ?? []] : []),
        ...(code('legs').legs?.project
          ? [definition('length_of(way, w, x, y)', { function: code('geometry').length ?? ['return way.norm()'] }) ?? []]
          : []),
      ]
    : [];
  const needs = [...all, ...functions.flat()].join('\n');
  const has = (word: string) => new RegExp(`\\b${word}\\b`).test(needs);
  return {
    functions: [
      ...(has('drawn') || has('Stream') ? [STREAM, DRAWN] : []),
      ...(has('sample_losses') || has('per_sample') ? [PER_SAMPLE] : []),
      ...(has('sample_losses') ? [SAMPLE_LOSSES] : []),
      ...(has('highest') ? [HIGHEST] : []),
      ...functions,
    ],
    state: [...(own.update ? [] : (base.state ?? [])), ...(isAhead && isGated ? ['climb = torch.zeros_like(w)'] : []), ...states],
    step: [
      ...(/\bbefore\b/.test(after.join('\n')) ? ['before = w'] : []),
      ...(has('climbed') && isGated ? ['climbed = []'] : []),
      ...(/\b(momentum|precision)\b/.test([...body, ...functions.flat()].join('\n'))
        ? [`momentum, precision = ${stepper.view?.momentum ?? 'None'}, ${stepper.view?.precision ?? 'None'}`]
        : []),
      ...(isAhead && isGated ? ['climb = torch.zeros_like(w)'] : []),
      ...body,
      ...after,
    ],
  };

  /** True if some line outside the climb itself has this word. */
  function usesOf(word: string): boolean {
    const lines = [
      ...(descent.combine ?? []),
      ...(code('fallback').opened ?? []),
      ...(code('heading').steered ?? []),
      ...(mask.advance ?? []),
      ...(stepper.update ?? []),
      ...learn,
      ...(isAhead ? ['climb'] : []),
    ];
    return new RegExp(`\\b${word}\\b`).test(lines.join('\n'));
  }
}

/** A step that does not climb. */
const PLAIN: Lines = ['u, loss = gradient(loss_of, w, x, y)', 'norm = u.norm()'];

interface Climbing {
  readonly code: (slot: SlotName) => PythonCode;
  readonly hasPast: boolean;
  readonly uses: (word: string) => boolean;
}

/** From `x`, `y` of a (micro-)batch to `u`, `loss` and `norm`; `part` is its number. */
function climbCode({ code, uses }: Climbing): Lines {
  const { rho = '0.0' } = code('radius');
  const { offset } = code('point');
  const { combine = [], instead, sensitivity, function: weighing } = code('descent');
  const [ascended, descended] = ['ascent', 'loss_of'].map((objective) => (weighing ? `weighed(${objective})` : objective));
  const point = offset ? [...offset, 'point = w + offset'] : [];
  if (instead) {
    const at = offset ? [] : instead.some((line) => /\bpoint\b/.test(line)) ? ['point = w'] : [];
    return [...point, ...at, `rho = ${rho}`, ...instead];
  }
  const { isAhead = false, steer = ['along = g'], steered = [] } = code('heading');
  const { onGradient = [], onDirection = [] } = code('mask');
  const { legs } = code('legs');
  const { select } = code('selection');
  const from = offset ? 'offset' : 'None';
  const drifts = uses('drift');
  const leg = (start: string, after: string): Lines => [
    ...(isAhead ? ['g = None'] : []),
    ...steer,
    ...(isAhead ? ['g = along'] : []),
    ...onGradient,
    `${start}direction_of(g, along, ${after}, w, x, y)`,
    ...onDirection,
  ];
  const first = isAhead
    ? []
    : [
        `g, loss = gradient(${ascended}, ${offset ? 'point' : 'w'}, x, y)`,
        'norm = g.norm()',
        ...(uses('g_first') || uses('climbed') ? ['g_first = g'] : []),
      ];
  const climb = legs
    ? [
        ...first,
        'way = None',
        `for leg in range(${legs.count}):`,
        ...indented([
          ...(isAhead ? [] : ['if leg > 0:', `    g, _ = gradient(${ascended}, w + rho * way, x, y)`]),
          ...leg('direction = ', offset ? 'offset if leg == 0 else None' : 'None'),
          `way = ${legs.stride} * direction if way is None else way + ${legs.stride} * direction`,
          ...(legs.project ? ['way = way / max(1.0, float(length_of(way, w, x, y)))'] : []),
        ]),
        'direction = way',
      ]
    : [...first, ...leg('direction = ', from)];
  const second = select ? ['top = w + rho * direction', ...select] : [];
  const samples = select ? ', x[kept], y[kept])' : ', x, y)';
  return [
    ...point,
    `rho = ${rho}`,
    ...climb,
    ...second,
    ...(uses('climb') ? ['climb = rho * direction'] : []),
    `u, ${isAhead ? 'loss' : '_'} = gradient(${descended}, ${select ? 'top' : 'w + rho * direction'}${samples}`,
    ...(isAhead ? ['norm = u.norm()'] : []),
    ...(drifts ? ['drift = u.square() * direction'] : []),
    ...(uses('g_top') ? ['g_top = u'] : []),
    ...combine,
    ...(drifts && sensitivity ? [`drift = drift * ${sensitivity}`] : []),
    ...(uses('climbed') && !isAhead ? ['climbed.append((g_first, share))'] : []),
    ...steered,
    ...(code('fallback').opened ?? []),
  ];
}

/** The lines once for the whole batch, or once for each micro-batch with what they give averaged by size. */
function overParts({ split }: PythonCode, lines: Lines): Lines {
  const has = (word: string) => new RegExp(`\\b${word}\\b`).test(lines.join('\n'));
  const collects = has('climbed') ? ['climbed = []'] : [];
  if (!split) return [...collects, ...(has('share') ? ['share = 1.0'] : []), ...(has('part') ? ['part = 0'] : []), ...lines];
  const sums = ['u', 'loss', 'norm', ...(has('drift') ? ['drift'] : []), ...(/^past =/m.test(lines.join('\n')) ? ['past'] : [])];
  return [
    ...split,
    ...collects,
    'whole_x, whole_y, sums = x, y, [0.0] * ' + sums.length,
    'for part, chosen in enumerate(parts):',
    ...indented([
      'x, y, share = whole_x[chosen], whole_y[chosen], len(chosen) / len(whole_x)',
      ...lines,
      `sums = [sum_ + share * own for sum_, own in zip(sums, (${sums.join(', ')}))]`,
    ]),
    `x, y, (${sums.join(', ')}) = whole_x, whole_y, sums`,
  ];
}

function definition(head: string, code: PythonCode): Lines | undefined {
  return code.function && [`def ${head}:`, ...indented(code.function)];
}

const NO_SETTING: PythonSetting = { learningRateRange: { max: 0, min: 0 }, isAhead: false };

function codeOf(registry: Registry<AnyPart>, { kind, values }: Chosen, setting: PythonSetting): PythonCode {
  const { label, python } = entryOf(registry, kind);
  if (!python) throw new Error(`algorithmCode: “${label}” has no code`);
  return python(values, setting);
}
