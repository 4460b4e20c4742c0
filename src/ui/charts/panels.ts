/** Panels that are no curves, below the curves, in order. A new one is an entry here; it is loaded when it comes near. */
import type { ComponentType } from 'react';
import { late } from '../page/late';

interface Panel {
  /** Where a phone folds it away. */
  readonly title: string;
  /** Takes the group on screen from `useDrawn`; says itself where there is nothing to show yet. */
  readonly Part: ComponentType;
}

export const panels: readonly Panel[] = [
  {
    title: 'gradient norms',
    Part: late('The distribution of gradient norms', async () => (await import('../gradientNorms/GradientNorms')).GradientNorms),
  },
  {
    title: 'the ground around w',
    Part: late('The ground around w', async () => (await import('../landscape/LandscapePanel')).LandscapePanel),
  },
  {
    title: 'the paths of all runs',
    Part: late('The paths of all runs', async () => (await import('../landscape/Paths')).Paths),
  },
];
