/** Colours that are not the style sheet's: which run is drawn how, and the classes of a data set. */
import { algorithms } from '../../core/sam/recipes';
import type { Pigment } from '../../core/sam/recipes/recipe';
import type { Experiment, RunSettings } from '../../core/settings/experiment';

export interface RunStyle {
  /** A CSS colour; follows the theme. */
  readonly color: string;
  /** The same, dark enough (or light enough) for small letters. */
  readonly text: string;
  /** Dash pattern of its lines; '' is solid. */
  readonly dash: string;
}

/** Dash patterns that can be told apart in any colour; '' is solid. */
const DASHES = ['', '2 2', '8 3 2 3', '12 3', '1 3', '6 2 2 2', '14 4 4 4'];
/** Plain descent has its own, so that the default three can be told apart without colour. */
const DASHES_OF_GREY = ['5 3', ...DASHES];
/** For the second, third … run that would look like another. */
const FURTHER_DASHES = ['9 3', '1 3 5 3', '12 3 3 3', '4 6', '6 2 1 2 1 2', '14 4', '3 8'];
/** Where the members of a colour begin in the list: those of close colours elsewhere. */
const FIRST_DASH: Readonly<Partial<Record<Pigment, number>>> = { orange: 1, rust: 2, magenta: 1, green: 3, violet: 3 };

/** Colours that some eye takes for one, in the light or the dark theme: there a dash must tell (tested). */
export const closePigments: readonly (readonly [Pigment, Pigment])[] = [
  ['blue', 'green'],
  ['blue', 'magenta'],
  ['blue', 'violet'],
  ['grey', 'magenta'],
];

interface Look {
  readonly color: Pigment;
  readonly dash: string;
}

/** The look an algorithm has where nobody else on the page has it: the members of a colour in the order of the registry. */
export function algorithmStyle(algorithm: string): Look {
  const color = algorithms[algorithm]?.color ?? 'magenta';
  const members = Object.keys(algorithms).filter((other) => algorithms[other]?.color === color);
  const dashes = color === 'grey' ? DASHES_OF_GREY : DASHES;
  const place = Math.max(0, members.indexOf(algorithm)) + (FIRST_DASH[color] ?? 0);
  return { color, dash: dashes[place % dashes.length] ?? '' };
}

/** True if two lines would be taken for one. */
function isAlike(one: Look, other: Look): boolean {
  if (one.dash !== other.dash) return false;
  const isPair = (pair: readonly [Pigment, Pigment]) => pair.includes(one.color) && pair.includes(other.color);
  return one.color === other.color || closePigments.some(isPair);
}

/**
 * Deals looks to runs: each has its algorithm's, or another dash where a run beside it has that already. Whoever has a look
 * keeps it while others come and go, so a dealer remembers; runs that came first come first.
 */
export function createDealer(): (runs: readonly Pick<RunSettings, 'id' | 'algorithm'>[]) => ReadonlyMap<string, Look> {
  const dealt = new Map<string, Look>();
  return (runs) => {
    const given = new Map<string, Look>();
    for (const { id, algorithm } of [...runs].sort((one, other) => numberOf(one.id) - numberOf(other.id))) {
      const key = `${id} ${algorithm}`;
      const isFree = (look: Look) => [...given.values()].every((other) => !isAlike(look, other));
      const kept = dealt.get(key);
      const own = algorithmStyle(algorithm);
      const looks = [own.dash, ...FURTHER_DASHES, ...DASHES].map((dash) => ({ ...own, dash }));
      const look = kept && isFree(kept) ? kept : (looks.find(isFree) ?? own);
      dealt.set(key, look);
      given.set(id, look);
    }
    return given;
  };
}

const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

/** One for the page: all its figures agree. */
const deal = createDealer();

/** How each run is drawn. Colour follows the algorithm, never the order, so that it means the same in every link. */
export function runStyles({ runs }: Pick<Experiment, 'runs'>): ReadonlyMap<string, RunStyle> {
  return new Map(
    [...deal(runs)].map(([id, { color: pigment, dash }]) => {
      const color = `var(--run-${pigment})`;
      return [id, { color, text: `color-mix(in srgb, ${color} var(--run-text), var(--ink))`, dash }];
    }),
  );
}

export type Rgb = readonly [number, number, number];

/** Muted colours of classes 0, 1, …: never those of the algorithms. Further classes start over. */
export const classColors: readonly Rgb[] = [
  [190, 96, 134],
  [201, 160, 58],
  [64, 152, 124],
  [112, 132, 178],
  [136, 92, 184],
  [86, 168, 186],
  [170, 112, 82],
  [146, 154, 74],
  [204, 128, 178],
  [120, 120, 132],
];
