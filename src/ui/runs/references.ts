/** Pinned runs of earlier groups beside those on screen: how they are called and drawn. */
import { useMemo } from 'react';
import type { Experiment } from '../../core/settings/experiment';
import { pinnedRuns, type Reference, referencesOf } from '../../store/pins';
import { shortNames } from '../../store/shortNames';
import { usePageState } from '../pageContext';
import { type RunStyle, runStyles } from '../theme/palette';

export function useReferences(): readonly Reference[] {
  const pins = usePageState((state) => state.pins);
  const experiment = usePageState(({ group, experiment: edited }) => group?.experiment ?? edited);
  return useMemo(() => referencesOf({ pins, group: null, experiment }), [pins, experiment]);
}

/** Ids of the runs on screen that are pinned. */
export function usePinnedRuns(): ReadonlySet<string> {
  const pins = usePageState((state) => state.pins);
  // The group itself is new with every tick; of it only these matter here.
  const id = usePageState(({ group }) => group?.id);
  const points = usePageState(({ group }) => group?.points);
  return useMemo(() => pinnedRuns(pins, id !== undefined && points ? { id, points } : null), [pins, id, points]);
}

/** Names for curves, by the id of a run or a reference. */
export function drawnNames(experiment: Experiment, references: readonly Reference[]): ReadonlyMap<string, string> {
  return new Map([...shortNames(experiment), ...references.map(({ id, label }) => [id, label] as const)]);
}

/** Colours and dashes, by the same ids. A reference keeps those it had. */
export function drawnStyles(experiment: Experiment, references: readonly Reference[]): ReadonlyMap<string, RunStyle> {
  const kept = references.flatMap(({ id, run, experiment: its }) => {
    const style = runStyles(its).get(run.id);
    return style ? [[id, style] as const] : [];
  });
  return new Map([...runStyles(experiment), ...kept]);
}
