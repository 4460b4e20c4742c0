/** Named algorithms, as choices of parts. A new algorithm is an entry in `recipes/`; what it does not name is each slot's first. */
import { entryOf } from '../settings/entry';
import { baselines } from './recipes/baselines';
import { bisam } from './recipes/bisam';
import { firstOrder } from './recipes/firstOrder';
import { lets } from './recipes/lets';
import type { Algorithm, Recipe } from './recipes/recipe';
import { someWeights } from './recipes/someWeights';
import { universal } from './recipes/universal';
import { waysDown } from './recipes/waysDown';
import { waysUp } from './recipes/waysUp';
import { type SlotName } from './slotNames';
import { choosePart, type PartChoices, partsBySlot, slotRegistry } from './partChoices';
import { slots } from './slots';

export const recipes: Readonly<Record<string, Recipe>> = {
  ...firstOrder,
  ...waysUp,
  ...waysDown,
  ...someWeights,
  ...bisam,
  ...lets,
  ...universal,
  ...baselines,
};

/** The file of this folder that an algorithm is written down in; its own parts' are named after them. */
export function recipeFile(algorithm: string): string | undefined {
  const files = { firstOrder, waysUp, waysDown, someWeights, bisam, lets, universal, baselines };
  const file = Object.entries(files).find(([, family]) => Object.hasOwn(family, algorithm))?.[0];
  return file && `src/core/sam/recipes/${file}.ts`;
}

/** Word in links of an algorithm that the reader puts together. */
export const OWN = 'own';

/** Plain descent, which everything is compared with. */
export const BASELINE = 'sgd' satisfies keyof typeof firstOrder;

/** What the field is a variation of. */
export const ORIGIN = 'sam' satisfies keyof typeof firstOrder;

/** Everything a run may be: what was published, and what the reader puts together, which starts with every slot's first part. */
export const algorithms: Readonly<Record<string, Algorithm>> = {
  ...recipes,
  [OWN]: {
    label: 'Your own',
    idea: 'Put an algorithm together from parts: what is climbed, in which ball, how far, when, and which gradient descends.',
    formula: '\\varepsilon = \\rho\\, m\\odot d(\\nabla Q),\\qquad w \\leftarrow w - \\eta\\,u(\\varepsilon)',
    parts: {},
    color: 'magenta',
  },
};

const adaptive = ['ae-sam', 'ae-looksam'] satisfies readonly (keyof typeof firstOrder)[];

/** Algorithms under the headings of menus: what everything is compared with, the four papers of this page, then the field. */
export const families: readonly { readonly label: string; readonly algorithms: readonly string[] }[] = [
  { label: 'To start from', algorithms: ['sgd', 'sam', 'asam'] },
  { label: 'BiSAM: climbs the error', algorithms: Object.keys(bisam) },
  { label: 'LETS: learns the radius', algorithms: Object.keys(lets) },
  { label: 'AE-SAM: climbs where it is sharp', algorithms: adaptive },
  { label: 'Universal class: no adversary', algorithms: Object.keys(universal) },
  {
    label: 'SAM’s first relatives',
    algorithms: Object.keys(firstOrder).filter((name) => !['sgd', 'sam', 'asam', ...adaptive].includes(name)),
  },
  { label: 'Another way up', algorithms: Object.keys(waysUp) },
  { label: 'Another way down', algorithms: Object.keys(waysDown) },
  { label: 'Some weights, samples or epochs', algorithms: Object.keys(someWeights) },
  { label: 'Averages, to compare with', algorithms: Object.keys(baselines) },
  { label: 'From parts', algorithms: [OWN] },
];

/** Which part an algorithm has in a slot. */
export function kindOf({ parts }: Algorithm, slot: SlotName): string {
  return parts[slot] ?? (Object.keys(slots[slot])[0] as string);
}

/** The parts of an algorithm with their starting values. Throws on a name that is not there. */
export function partsOf(algorithm: string): PartChoices {
  const known = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (!known) throw new Error(`no algorithm “${algorithm}”; known: ${Object.keys(algorithms).join(', ')}`);
  return partsBySlot((slot) => {
    const kind = kindOf(known, slot);
    const { fields } = entryOf(slotRegistry(slot), kind);
    return choosePart(slot, kind, Object.fromEntries(Object.entries(known.values ?? {}).filter(([key]) => Object.hasOwn(fields, key))));
  });
}
