import type { Region } from '../../core/settings/lecture';
import { usePageState } from '../pageContext';

/** Parts of the page that the link hides. */
export function useHidden(): ReadonlySet<Region> {
  return new Set(usePageState((state) => state.experiment.lecture.hide) as readonly Region[]);
}
