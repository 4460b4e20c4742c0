import { useCallback, useRef } from 'react';
import { stepAt } from '../../core/metrics/history';
import type { Boundary } from '../../core/protocol/views';
import { firstMember, cursorX } from '../../store/chartView';
import { pictureNear } from '../../store/pictures';
import type { GroupState } from '../../store/group';
import type { PageState } from '../../store/state';
import type { Page } from '../../store/page';
import { useTools } from '../pageContext';

/**
 * Pictures of the past for a card: `follow` asks for a redraw when the charts' cursor comes nearer to another one than is
 * shown, `find` gives the one it is nearest to; undefined while the cursor is nowhere, or at the newest.
 */
export function usePictures(run: string): {
  readonly follow: (onChange: () => void) => () => void;
  readonly find: (group: GroupState | null) => Boundary | undefined;
} {
  const { page } = useTools();
  const shown = useRef<Boundary | undefined>(undefined);
  const follow = useCallback(
    (onChange: () => void) =>
      page.view.subscribe(() => {
        if (pictureAt(page, page.store.getState().group, run) !== shown.current) onChange();
      }),
    [page, run],
  );
  const find = useCallback(
    (group: GroupState | null) => {
      shown.current = pictureAt(page, group, run);
      return shown.current;
    },
    [page, run],
  );
  return { follow, find };
}

function pictureAt({ view, store }: Pick<Page, 'view' | 'store'>, group: PageState['group'], run: string): Boundary | undefined {
  const x = cursorX(view.getState());
  const member = group ? firstMember(group, run) : undefined;
  if (x === null || !group || !member) return undefined;
  const newest = group.boundaries.get(member.id);
  const picture = pictureNear(group.pictures, member.id, stepAt(member, x, store.getState().experiment.view.x), newest);
  return picture === newest ? undefined : picture;
}
