import { type RefObject, useState } from 'react';
import type { Boundary, Points } from '../../core/protocol/views';
import { factsOf } from '../../core/settings/refusals';
import type { GroupState } from '../../store/group';
import { useCalm } from '../theme/calm';
import { usePageState } from '../pageContext';
import { useDrawn } from '../drawing/useDrawn';
import { usePictures } from './usePictures';

/** Picture of a run as it is now. */
export interface RunPicture {
  readonly group: GroupState | null;
  /** Of the first seed; undefined where there are no points in the plane, or none yet. */
  readonly points: Points | undefined;
  readonly boundary: Boundary | undefined;
  /** The same where it is one of the past, which the charts' cursor asks for. */
  readonly past: Boundary | undefined;
}

/**
 * The picture of a run, drawn again when the scheduler lets it.
 *
 * @param place  while it is out of sight, nothing is redrawn.
 */
export function useRunPicture(run: string, place: RefObject<Element | null>): RunPicture & { readonly isAwaited: boolean } {
  const pictures = usePictures(run);
  const group = useDrawn(place, pictures.follow);
  const points = group?.points[0];
  const newest = [...(group?.boundaries.values() ?? [])].find(({ member }) => member === `${run}/${points?.seed}`);
  const still = useStill(newest, group?.id, useHeld());
  const past = pictures.find(group);
  return { group, points, boundary: past ?? still, past, isAwaited: useAwaited() };
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
