import type { Experiment } from '../../core/settings/experiment';
import { usePageState } from '../pageContext';
import { useMedia } from './useMedia';

const REDUCED = '(prefers-reduced-motion: reduce)';

/** True if as little as possible is to move: asked for here, or of the system. */
export function isCalm({ calm }: Pick<Experiment['view'], 'calm'>): boolean {
  return calm || matchMedia(REDUCED).matches;
}

/** Milliseconds between two drawings of a picture that changes while training: twice a second where calm or all speed is wanted. */
export function drawInterval(view: Pick<Experiment['view'], 'calm' | 'pace'>): number {
  return view.pace === 'turbo' || isCalm(view) ? 500 : 150;
}

/** The same, followed. */
export function useCalm(): boolean {
  const asked = usePageState((state) => state.experiment.view.calm);
  const reduced = useMedia(REDUCED);
  return asked || reduced;
}
