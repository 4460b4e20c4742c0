/**
 * Which parts do not go together, as rules over what parts declare (algorithms.md §11). A rule names traits, never parts.
 */
import type { Layout } from '../models/layout';
import type { Notice } from '../notice';
import { type Chosen, entryOf } from '../settings/entry';
import { createdBy, type Part } from './part';
import { type OptimizerChoice, slotRegistry, type PartChoices } from './partChoices';
import { optimizers, slots } from './slots';
import { type SlotName, slotNames } from './slotNames';
import type { Trait } from './traits';

export interface Rule {
  /** Holds where all of these are declared… */
  readonly has: readonly [Trait, ...Trait[]];
  /** …and none of these. */
  readonly lacks?: readonly Trait[];
  /** `refused`: it has no meaning. `doubtful`: it runs, with a warning. */
  readonly verdict: 'refused' | 'doubtful';
  /** The part to change is the one that declares this. */
  readonly change: Trait;
  /** One sentence; `{part}` is the label of the part to change. */
  readonly message: string;
  readonly remedy: string;
}

export const rules: readonly Rule[] = [
  {
    has: ['random-directions', 'shapes-climb'],
    verdict: 'refused',
    change: 'shapes-climb',
    message: 'The universal class climbs nowhere, so “{part}” has nothing to act on.',
    remedy: 'Choose the first entry here, or a descent that climbs.',
  },
  {
    has: ['random-directions', 'moves-base-point'],
    verdict: 'refused',
    change: 'moves-base-point',
    message: 'The universal class climbs nowhere, so there is no climb to start from another point.',
    remedy: 'Start at w, or choose a descent that climbs.',
  },
  {
    has: ['random-directions', 'steers-radius'],
    verdict: 'refused',
    change: 'steers-radius',
    message: 'In the universal class ρ is a scale of smoothing and no worst-case radius: it can neither be learned nor follow η.',
    remedy: 'Choose a fixed radius.',
  },
  {
    has: ['random-directions', 'vanishing-radius'],
    verdict: 'refused',
    change: 'vanishing-radius',
    message: 'The universal class divides by ρ², and this ρ is practically zero.',
    remedy: 'Choose ρ of at least 1e-6; for no regularizer set λ to 0.',
  },
  {
    has: ['idle-component'],
    verdict: 'doubtful',
    change: 'idle-component',
    message: 'A component is chosen after one that is none, so it does not count.',
    remedy: 'Choose a ψ for every component before it.',
  },
  {
    has: ['variance-of-one'],
    verdict: 'doubtful',
    change: 'variance-of-one',
    message: 'The variance of one point is zero, so the regularizer adds nothing.',
    remedy: 'Draw at least two directions, or antithetic pairs.',
  },
  {
    has: ['noise-only', 'learns-radius'],
    verdict: 'refused',
    change: 'learns-radius',
    message: 'Noise has no worst-case direction along which a radius could be learned.',
    remedy: 'Choose a fixed radius, or a descent that climbs.',
  },
  {
    has: ['noise-only', 'shapes-climb'],
    verdict: 'doubtful',
    change: 'shapes-climb',
    message: 'Nothing is climbed with noise alone, so “{part}” has no effect.',
    remedy: 'Choose the first entry here, or a descent that climbs.',
  },
  {
    has: ['noise-only'],
    lacks: ['moves-base-point'],
    verdict: 'doubtful',
    change: 'noise-only',
    message: 'Without a random base point this is the base optimizer alone.',
    remedy: 'Start at a random point nearby.',
  },
  {
    has: ['wants-base-point'],
    lacks: ['moves-base-point', 'random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'wants-base-point',
    message: 'Without a random base point this is the Euclidean ball.',
    remedy: 'Start at a random point nearby, or choose the Euclidean ball.',
  },
  {
    has: ['many-legs'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'many-legs',
    message: 'Every step climbs more than ten times, and each leg costs a gradient.',
    remedy: 'Choose fewer legs, or open the gate on fewer steps.',
  },
  {
    has: ['remembers-climb', 'always-open'],
    verdict: 'doubtful',
    change: 'remembers-climb',
    message: 'Every step climbs, so the remembered direction is never used.',
    remedy: 'Choose a gate that leaves steps out, or the plain gradient.',
  },
  {
    has: ['remembers-climb', 'random-directions'],
    verdict: 'doubtful',
    change: 'remembers-climb',
    message: 'Nothing is climbed, so there is no direction to remember.',
    remedy: 'Choose the plain gradient.',
  },
  {
    has: ['remembers-climb', 'noise-only'],
    verdict: 'doubtful',
    change: 'remembers-climb',
    message: 'Nothing is climbed, so there is no direction to remember.',
    remedy: 'Choose the plain gradient.',
  },
  {
    has: ['selects-samples', 'splits-batch'],
    lacks: ['random-directions'],
    verdict: 'doubtful',
    change: 'selects-samples',
    message: 'Samples are selected inside each micro-batch, which is a very small set to select from.',
    remedy: 'Use the whole batch, or all samples.',
  },
  {
    has: ['selects-samples', 'compares-gradients'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'selects-samples',
    message: 'The gradients at w and at w + ε are projected on each other and come from different samples.',
    remedy: 'Let all samples descend.',
  },
  {
    has: ['learns-radius', 'rarely-open'],
    verdict: 'doubtful',
    change: 'rarely-open',
    message: 'The radius is learned on steps that climb, and with few of them it barely moves.',
    remedy: 'Open the gate more often, or raise the radius learning rate.',
  },
  {
    has: ['product-mask'],
    lacks: ['random-directions'],
    verdict: 'doubtful',
    change: 'product-mask',
    message: 'Two masks are multiplied, and only the random one is rescaled: few weights move.',
    remedy: 'Choose one of them.',
  },
  {
    has: ['splits-batch', 'chooses-steps'],
    lacks: ['random-directions'],
    verdict: 'doubtful',
    change: 'chooses-steps',
    message: 'Micro-batches are described for climbs on every step; here one decision holds for all of them.',
    remedy: 'Climb always, or use the whole batch.',
  },
  {
    has: ['misses-norm-layers'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'refused',
    change: 'misses-norm-layers',
    message: 'This network has no normalization layers, so “{part}” has nothing to perturb.',
    remedy: 'Choose a model with batch norm or layer norm, or the first entry here.',
  },
  {
    has: ['needs-momentum', 'knows-optimizer'],
    lacks: ['has-momentum', 'random-directions', 'noise-only'],
    verdict: 'refused',
    change: 'needs-momentum',
    message: 'The base optimizer keeps no momentum, so “{part}” has nowhere to look.',
    remedy: 'Give SGD a momentum above 0, choose Adam, or climb along the gradient.',
  },
  {
    has: ['needs-preconditioner', 'knows-optimizer'],
    lacks: ['has-preconditioner', 'random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'needs-preconditioner',
    message: 'The base optimizer divides its steps by nothing, so “{part}” takes one for it everywhere.',
    remedy: 'Choose Adam, or bSAM’s own optimizer.',
  },
  {
    has: ['needs-imbalance', 'balanced'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'refused',
    change: 'needs-imbalance',
    message: 'All classes of these data have about as many samples, so none is rare and nothing would climb.',
    remedy: 'Choose data with rare classes, name the classes that count as rare, or let all samples climb.',
  },
  {
    has: ['needs-momentum', 'shapes-objective'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'shapes-objective',
    message: 'Nothing is asked before the climb goes along the momentum, so “{part}” has no effect.',
    remedy: 'Choose the training loss, or climb along the gradient.',
  },
  {
    has: ['needs-momentum', 'several-legs'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'several-legs',
    message: 'The momentum is the same on every leg, so several are one long one.',
    remedy: 'Choose one leg.',
  },
  {
    has: ['needs-momentum', 'moves-base-point'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'moves-base-point',
    message: 'No gradient is taken before the climb goes along the momentum, so it does not matter from where.',
    remedy: 'Start at w.',
  },
  {
    has: ['ranks-by-gradient', 'needs-momentum'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'refused',
    change: 'ranks-by-gradient',
    message: 'No gradient is taken before the climb goes along the momentum, so there is none to rank weights by.',
    remedy: 'Rank them by chance or by their size, or climb along the gradient.',
  },
  {
    has: ['samples-apart', 'selects-samples'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'selects-samples',
    message: 'Rare samples are weighed by the descent, and some of them would not be selected.',
    remedy: 'Let all samples descend.',
  },
  {
    has: ['several-legs', 'moves-base-point'],
    lacks: ['random-directions', 'noise-only'],
    verdict: 'doubtful',
    change: 'several-legs',
    message: 'Only the first leg starts at the random point; the others go on from where it led.',
    remedy: 'Choose one leg, or start at w.',
  },
  {
    has: ['never-opens'],
    verdict: 'doubtful',
    change: 'never-opens',
    message: 'This gate practically never opens, so the run is its base optimizer.',
    remedy: 'Lower its threshold, or raise its probability.',
  },
];

/**
 * Notices about the parts of a run, each about the slot where something could be changed, refusals first; empty for a run that
 * never climbs, whose parts have no effect.
 * @param around  what is to be trained, on which data and by which optimizer, as far as that is known: a part may declare something about it.
 */
export function noticesAbout(
  parts: PartChoices,
  around: PartSetting = {},
  judges: readonly Rule[] = rules,
): readonly Notice<Rule['verdict'], SlotName>[] {
  if (!createdBy(slots.gate, parts.gate).climbs) return [];
  const declared = slotNames.map((slot) => ({ slot, ...declarationOf(slot, parts[slot], around) }));
  const all = new Set([...declared.flatMap(({ traits }) => traits), ...traitsOfOptimizer(around.optimizer)]);
  const contradictions = declared.flatMap(({ slot, contradiction }) =>
    contradiction
      ? [{ code: 'refused' as const, about: slot, message: contradiction, remedy: 'Change one of the settings of this part.' }]
      : [],
  );
  const broken = judges.filter(({ has, lacks = [] }) => has.every((trait) => all.has(trait)) && !lacks.some((trait) => all.has(trait)));
  const found = broken.flatMap(({ change, verdict, message, remedy }) =>
    declared
      .filter(({ traits }) => traits.includes(change))
      .map(({ slot, label }) => ({ code: verdict, about: slot, message: message.replace('{part}', label), remedy })),
  );
  const isRefused = ({ code }: Pick<Notice, 'code'>) => code === 'refused';
  return [...contradictions, ...found.filter(isRefused), ...found.filter((notice) => !isRefused(notice))];
}

/** Facts that parts may declare something about. */
export interface PartSetting {
  readonly network?: Layout | undefined;
  readonly optimizer?: OptimizerChoice | undefined;
  /** Training samples of every class. */
  readonly classCounts?: readonly number[] | undefined;
}

function traitsOfOptimizer(choice: OptimizerChoice | undefined): readonly Trait[] {
  if (!choice) return [];
  const { kind, values }: Chosen = choice;
  return ['knows-optimizer', ...(entryOf<Part<unknown>>(optimizers, kind).traits?.(values) ?? [])];
}

function declarationOf(slot: SlotName, { kind, values }: Chosen, { network, classCounts }: PartSetting) {
  const part = entryOf(slotRegistry(slot), kind);
  return { label: part.label, traits: part.traits?.(values, network, classCounts) ?? [], contradiction: part.contradiction?.(values) };
}
