/** Colours that are not the style sheet's: which run is drawn how, and the classes of a data set. */
import { algorithms } from '../../core/sam/recipes';
import type { Experiment } from '../../core/settings/experiment';

export interface RunStyle {
  /** A CSS colour; follows the theme. */
  readonly color: string;
  /** The same, dark enough (or light enough) for small letters. */
  readonly text: string;
  /** Dash pattern of its lines; '' is solid. */
  readonly dash: string;
}

/** Families with a colour of their own (`--run-…` in the style sheet). */
export const FAMILY_COLORS: readonly string[] = ['sgd', 'sam', 'asam', 'variant', 'gated', 'bisam-log', 'bisam-tanh', 'lets', 'universal'];
/** Members of a family share its colour and differ in their dashes, in the order of the registry. */
const DASHES = ['', '2 2', '8 3 2 3', '12 3', '1 3', '6 2 2 2', '14 4 4 4'];
/**
 * The baseline is dashed and BiSAM dotted, so that the default three can be told apart without colour. Families whose
 * colours are close for some eye never share a dash (tested).
 */
const FIRST_DASH: Readonly<Record<string, number>> = { 'bisam-log': 1, 'bisam-tanh': 2, variant: 1, gated: 3, lets: 3 };
/** For the second, third … run of one algorithm, which share its colour. */
const TWIN_DASHES = ['9 3', '1 3 5 3', '12 3 3 3', '4 6', '6 2 1 2 1 2', '14 4', '3 8'];

/** Colour and dashes of an algorithm. No two algorithms share both. */
export function algorithmStyle(algorithm: string): { readonly family: string; readonly dash: string } {
  const family = algorithms[algorithm]?.color ?? 'variant';
  if (family === 'sgd') return { family, dash: '5 3' };
  const members = Object.keys(algorithms).filter((other) => algorithms[other]?.color === family);
  const place = Math.max(0, members.indexOf(algorithm)) + (FIRST_DASH[family] ?? 0);
  return { family, dash: DASHES[place % DASHES.length] as string };
}

/** How each run is drawn. Colour follows the algorithm, never the order, so that it means the same in every link. */
export function runStyles({ runs }: Pick<Experiment, 'runs'>): ReadonlyMap<string, RunStyle> {
  return new Map(
    runs.map(({ id, algorithm }, index) => {
      const { family, dash: own } = algorithmStyle(algorithm);
      const twins = runs.slice(0, index).filter((other) => other.algorithm === algorithm).length;
      const dash = twins === 0 ? own : (TWIN_DASHES[(twins - 1) % TWIN_DASHES.length] as string);
      const color = `var(--run-${family})`;
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
