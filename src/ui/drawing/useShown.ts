import { useStore } from 'zustand';
import type { Shown } from '../../store/shown';
import { useTools } from '../pageContext';

/** The step that everything on screen speaks of, and its group. Whoever says a number of a run takes it from here; all are drawn again together. */
export function useShown(): Shown {
  return useStore(useTools().page.shown);
}
