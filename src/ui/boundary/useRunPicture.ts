import { useState } from 'react';
import type { Boundary, Points } from '../../core/protocol/views';
import { factsOf } from '../../core/settings/refusals';
import { pictureOf, type Shown } from '../../store/shown';
import { useCalm } from '../theme/calm';
import { usePageState } from '../pageContext';
import { useShown } from '../drawing/useShown';

/** Picture of a run at the step on screen. */
export interface RunPicture {
  readonly shown: Shown;
  /** Of the first seed; undefined where there are no points in the plane, or none yet. */
  readonly points: Points | undefined;
  readonly boundary: Boundary | undefined;
}

/** The picture of a run, drawn again together with all that is said of it. */
export function useRunPicture(run: string): RunPicture & { readonly isAwaited: boolean } {
  const shown = useShown();
  const { group, x } = shown;
  const picture = pictureOf(shown, run);
  const still = useStill(picture, group?.id, useHeld());
  return { shown, points: group?.points[0], boundary: x === null ? still : picture, isAwaited: useAwaited() };
}

/** True if there are pictures of the plane, or will be as far as is known. */
export function useHasPictures(): boolean {
  const areThere = usePageState((state) => (state.group?.points.length ?? 0) > 0);
  return useAwaited() || areThere;
}

/** Before anything is known, room is kept for pictures of generated data. */
function useAwaited(): boolean {
  const known = usePageState((state) => state.group?.facts ?? null);
  const shown = usePageState((state) => state.group?.experiment ?? state.experiment);
  return known === null && factsOf(shown)?.inputShape.length === 1;
}

/** True if pictures stand still: while training, where calm is wanted. */
export function useHeld(): boolean {
  const isTraining = usePageState(({ group }) => group?.phase === 'running' || group?.phase === 'preparing');
  return useCalm() && isTraining;
}

/** The newest value, or while it is held, the last one of the same group before that. */
function useStill<T>(newest: T, group: string | undefined, isHeld: boolean): T | undefined {
  const [still, setStill] = useState<{ readonly of: string | undefined; readonly value: T }>({ of: group, value: newest });
  if (!isHeld && (still.value !== newest || still.of !== group)) setStill({ of: group, value: newest });
  if (!isHeld) return newest;
  return still.of === group ? still.value : undefined;
}
