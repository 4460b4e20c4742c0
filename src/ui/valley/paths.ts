/** Paths of the chosen algorithms as they are drawn. */
import { algorithms } from '../../core/sam/recipes';
import { NeedsSamples } from '../../core/valley/bareOracle';
import { planeLosses } from '../../core/valley/planeLosses';
import type { Valley } from '../../core/valley/valleys';
import { type PlanePath, walk } from '../../core/valley/walk';
import { algorithmStyle, type RunStyle } from '../theme/palette';

/** A path with how it is drawn and called. */
export interface DrawnPath {
  readonly path: PlanePath;
  readonly label: string;
  readonly style: RunStyle;
}

export interface Paths {
  readonly drawn: readonly DrawnPath[];
  /** Chosen algorithms without a path, and what they lack. */
  readonly lacking: readonly { readonly label: string; readonly lack: string }[];
}

/**
 * A maker of paths that remembers those it made with the same values: to look at another step makes none anew, and one more
 * algorithm none but its own.
 */
export function pathMaker(): (kind: Valley['kind'], values: Valley['values']) => Paths {
  let made = new Map<string, PlanePath | NeedsSamples>();
  let of = '';
  return (kind, { vruns, vstep: _, ...play }) => {
    const now = JSON.stringify([kind, play]);
    if (of !== now) [of, made] = [now, new Map()];
    const drawn: DrawnPath[] = [];
    const lacking: { label: string; lack: string }[] = [];
    for (const algorithm of vruns) {
      const path = made.get(algorithm) ?? attempted(() => walk(algorithm, planeLosses[kind], play));
      made.set(algorithm, path);
      const label = algorithms[algorithm]?.label ?? algorithm;
      if (path instanceof NeedsSamples) lacking.push({ label, lack: path.message });
      else drawn.push({ path, label, style: styleOf(algorithm) });
    }
    return { drawn, lacking };
  };
}

function attempted(make: () => PlanePath): PlanePath | NeedsSamples {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof NeedsSamples) return problem;
    throw problem;
  }
}

/** As the algorithm looks on the whole page. */
export function styleOf(algorithm: string): RunStyle {
  const { color: pigment, dash } = algorithmStyle(algorithm);
  const color = `var(--run-${pigment})`;
  return { color, text: `color-mix(in srgb, ${color} var(--run-text), var(--ink))`, dash };
}
