/** Named algorithms, as choices of parts. A new algorithm is an entry in `recipes/`; what it does not name is each slot's first. */
import { choose, type Chosen, entryOf } from '../settings/entry';
import type { FieldValue } from '../settings/field';
import { bisam } from './recipes/bisam';
import type { Citation } from './recipes/citations';
import { firstOrder } from './recipes/firstOrder';
import { lets } from './recipes/lets';
import { universal } from './recipes/universal';
import { type SlotName, slotNames, slots } from './slots';

/** What a run may be called. */
export interface Algorithm {
  readonly label: string;
  /** One sentence a lecturer could say. */
  readonly idea: string;
  /** The update in the paper's symbols, as TeX; typeset when the page is built. */
  readonly formula: string;
  /** Parts by slot. */
  readonly parts: { readonly [S in SlotName]?: string };
  /** Values of parts' fields that this algorithm starts from. */
  readonly values?: Readonly<Record<string, FieldValue>>;
  /** Radii that make sense for this algorithm, where they are not SAM's. */
  readonly rhoBand?: readonly [number, number];
  /** Whose colour its curves have: colour means family, dashes tell its members apart. */
  readonly color: string;
}

/** An algorithm that somebody published. */
export interface Recipe extends Algorithm, Citation {}

export const recipes: Readonly<Record<string, Recipe>> = { ...firstOrder, ...bisam, ...lets, ...universal };

/** The file of this folder that an algorithm is written down in; its own parts' are named after them. */
export function recipeFile(algorithm: string): string | undefined {
  const files = { firstOrder, bisam, lets, universal };
  const file = Object.entries(files).find(([, family]) => Object.hasOwn(family, algorithm))?.[0];
  return file && `src/core/sam/recipes/${file}.ts`;
}

/** Word in links of an algorithm that the reader puts together. */
export const OWN = 'own';

/** Everything a run may be: what was published, and what the reader puts together, which starts with every slot's first part. */
export const algorithms: Readonly<Record<string, Algorithm>> = {
  ...recipes,
  [OWN]: {
    label: 'Your own',
    idea: 'Put an algorithm together from parts: what is climbed, in which ball, how far, when, and which gradient descends.',
    formula: '\\varepsilon = \\rho\\, m\\odot d(\\nabla Q),\\qquad w \\leftarrow w - \\eta\\,u(\\varepsilon)',
    parts: {},
    color: 'variant',
  },
};

/** Algorithms under the headings of menus. */
export const families: readonly { readonly label: string; readonly algorithms: readonly string[] }[] = [
  { label: 'SAM and its relatives', algorithms: Object.keys(firstOrder) },
  { label: 'BiSAM: climbs the error', algorithms: Object.keys(bisam) },
  { label: 'LETS: learns the radius', algorithms: Object.keys(lets) },
  { label: 'Universal class: no adversary', algorithms: Object.keys(universal) },
  { label: 'From parts', algorithms: [OWN] },
];

export type PartChoices = { readonly [S in SlotName]: Chosen };

/** Which part an algorithm has in a slot. */
export function kindOf({ parts }: Algorithm, slot: SlotName): string {
  return parts[slot] ?? (Object.keys(slots[slot])[0] as string);
}

/** The parts of an algorithm with their starting values. Throws on a name that is not there. */
export function partsOf(algorithm: string): PartChoices {
  const known = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (!known) throw new Error(`no algorithm “${algorithm}”; known: ${Object.keys(algorithms).join(', ')}`);
  const chosen = slotNames.map((slot) => {
    const kind = kindOf(known, slot);
    const { fields } = entryOf<(typeof slots)[SlotName][string]>(slots[slot], kind);
    const values = Object.fromEntries(Object.entries(known.values ?? {}).filter(([key]) => Object.hasOwn(fields, key)));
    return [slot, choose(slots[slot], kind, values)] as const;
  });
  return Object.fromEntries(chosen) as unknown as PartChoices;
}
