import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { setField } from '../../core/settings/edit';
import type { FieldValue } from '../../core/settings/field';
import type { PlaneLoss } from '../../core/valley/planeLoss';
import { planeLosses } from '../../core/valley/planeLosses';
import { isValley, type Valley, type ValleyChoice } from '../../core/valley/valleys';
import type { Page } from '../../store/page';
import { usePageState, useTools } from '../pageContext';
import { pathMaker, type Paths } from './paths';

type Values = Valley['values'];
export type PlayKey = keyof Values;
export type PlayChange = Readonly<Record<string, FieldValue>>;

export interface Playing extends Paths {
  readonly kind: Valley['kind'];
  readonly loss: PlaneLoss;
  readonly values: Values;
  /** Shows new values at once; the link follows when the hand rests. The same function all the time. */
  readonly change: (change: PlayChange) => void;
}

/** Milliseconds after the last change until it is in the link: browsers refuse addresses that change with every frame. */
const RESTS = 250;

/** The playground as it is set, with the paths that follow; null where none is open. */
export function usePlay(): Playing | null {
  const { page } = useTools();
  const chosen = usePageState((state) => state.experiment.valley);
  const [draft] = useState(() => createDraft(page));
  const [pathsOf] = useState(pathMaker);
  const { of, change } = useSyncExternalStore(draft.subscribe, draft.get);
  // Whoever leaves in the middle of a change has made it.
  useEffect(() => draft.commit, [draft]);
  return useMemo(() => {
    if (!isValley(chosen)) return null;
    const { kind } = chosen;
    // What came from elsewhere meanwhile, as by Back, counts.
    const values: Values = of === chosen ? { ...chosen.values, ...change } : chosen.values;
    return { kind, loss: planeLosses[kind], values, ...pathsOf(kind, values), change: draft.change };
  }, [chosen, of, change, pathsOf, draft]);
}

interface Drafted {
  /** The choice in the link that it is a change of. */
  readonly of: ValleyChoice | null;
  readonly change: PlayChange;
}

/** Changes that are on screen and not in the link yet. */
function createDraft(page: Page) {
  let drafted: Drafted = { of: null, change: {} };
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();
  const commit = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    const { experiment } = page.store.getState();
    if (experiment.valley !== drafted.of) return;
    page.edit(Object.entries(drafted.change).reduce((edited, [key, value]) => setField(edited, `valley.${key}`, value), experiment));
  };
  return {
    commit,
    get: () => drafted,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(change: PlayChange) {
      const { valley } = page.store.getState().experiment;
      drafted = { of: valley, change: { ...(drafted.of === valley ? drafted.change : {}), ...change } };
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(commit, RESTS);
      for (const listener of listeners) listener();
    },
  };
}
