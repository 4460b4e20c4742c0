import { useEffect, useMemo, useRef, useState } from 'react';
import { algorithms } from '../../core/sam/recipes';
import { setField } from '../../core/settings/edit';
import type { FieldValue } from '../../core/settings/field';
import { NeedsSamples } from '../../core/valley/bareOracle';
import type { PlaneLoss } from '../../core/valley/planeLoss';
import { planeLosses } from '../../core/valley/planeLosses';
import { isValley, type Valley } from '../../core/valley/valleys';
import { type PlanePath, walk } from '../../core/valley/walk';
import { usePageState, useTools } from '../pageContext';
import { algorithmStyle, type RunStyle } from '../theme/palette';

type Values = Valley['values'];
export type PlayKey = keyof Values & string;
export type PlayChange = Readonly<Record<string, FieldValue>>;

/** A path with how it is drawn and called. */
export interface DrawnPath {
  readonly path: PlanePath;
  readonly label: string;
  readonly style: RunStyle;
}

export interface Playing {
  readonly kind: Valley['kind'];
  readonly loss: PlaneLoss;
  readonly values: Values;
  readonly drawn: readonly DrawnPath[];
  /** Chosen algorithms without a path, and what they lack. */
  readonly lacking: readonly { readonly label: string; readonly lack: string }[];
  /** Shows new values at once; the link follows when the hand rests. */
  readonly change: (change: PlayChange) => void;
}

/** Milliseconds after the last change until it is in the link: browsers refuse addresses that change with every frame. */
const RESTS = 250;

/** The playground as it is set, with the paths that follow; null where none is open. */
export function usePlay(): Playing | null {
  const { page } = useTools();
  const chosen = usePageState((state) => state.experiment.valley);
  const [draft, setDraft] = useState<{ readonly of: typeof chosen; readonly change: PlayChange } | null>(null);
  const waiting = useRef<{ readonly change: PlayChange; readonly timer: number } | null>(null);
  const commit = useRef(() => {});
  commit.current = () => {
    if (!waiting.current) return;
    const { change, timer } = waiting.current;
    clearTimeout(timer);
    waiting.current = null;
    const { experiment } = page.store.getState();
    if (isValley(experiment.valley))
      page.edit(Object.entries(change).reduce((edited, [key, value]) => setField(edited, `valley.${key}`, value), experiment));
  };
  // Whoever leaves in the middle of a change has made it.
  useEffect(() => () => commit.current(), []);
  const valley = isValley(chosen) ? chosen : null;
  // What came from elsewhere meanwhile, as by Back, counts.
  const change = draft?.of === chosen ? draft.change : null;
  const values = useMemo(() => (valley ? ({ ...valley.values, ...change } as Values) : null), [valley, change]);
  const kind = valley?.kind ?? null;
  const { drawn, lacking } = usePaths(kind, values);
  if (!kind || !values) return null;
  return {
    kind,
    loss: planeLosses[kind],
    values,
    drawn,
    lacking,
    change(next) {
      const all = { ...waiting.current?.change, ...next };
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { change: all, timer: window.setTimeout(() => commit.current(), RESTS) };
      setDraft((before) => ({ of: chosen, change: { ...(before?.of === chosen ? before.change : {}), ...next } }));
    },
  };
}

/** Paths of the chosen algorithms. Looking at another step makes none anew, and one more algorithm none but its own. */
function usePaths(kind: Valley['kind'] | null, values: Values | null): Pick<Playing, 'drawn' | 'lacking'> {
  const kept = useRef<{ readonly of: string; readonly made: Map<string, PlanePath | NeedsSamples> }>({ of: '', made: new Map() });
  return useMemo(() => {
    if (!kind || !values) return { drawn: [], lacking: [] };
    const { vruns, vstep: _, ...play } = values;
    const of = JSON.stringify([kind, play]);
    if (kept.current.of !== of) kept.current = { of, made: new Map() };
    const { made } = kept.current;
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
  }, [kind, values]);
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
