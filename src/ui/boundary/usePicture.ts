import { useCallback, useSyncExternalStore } from 'react';
import { stepAt } from '../../core/metrics/history';
import type { Boundary } from '../../core/protocol/protocol';
import { firstMember, lookedAt } from '../../store/chartView';
import { pictureNear } from '../../store/pictures';
import type { GroupState } from '../../store/state';
import { usePageState, useTools } from '../pageContext';

/** The picture of a run that was drawn nearest to the charts' cursor; undefined while the cursor is nowhere, or at the newest. */
export function usePicture(group: GroupState | null, run: string, newest: Boundary | undefined): Boundary | undefined {
  const { view } = useTools().page;
  const axis = usePageState((state) => state.experiment.view.x);
  const find = useCallback(() => {
    const x = lookedAt(view.getState());
    const member = group ? firstMember(group, run) : undefined;
    if (x === null || !group || !member) return undefined;
    const picture = pictureNear(group.pictures, member.id, stepAt(member, x, axis), newest);
    return picture === newest ? undefined : picture;
  }, [view, group, run, newest, axis]);
  // Renders only when another picture comes near, not with every movement of the cursor.
  return useSyncExternalStore(view.subscribe, find);
}
