/** Views of the stage, in order. A new one is an entry here and an option of `stage` in `core/settings/viewFields.ts`; it is loaded when it is first shown. */
import type { ComponentType } from 'react';
import type { Experiment } from '../../core/settings/experiment';
import { late } from '../page/late';

export interface StageView {
  /** Word in links. */
  readonly id: Experiment['view']['stage'];
  readonly label: string;
  readonly question: string;
  /** None for the pictures of the plane, which are there from the start. */
  readonly Part?: ComponentType;
}

export const views: readonly [StageView, ...StageView[]] = [
  { id: 'boundary', label: 'Boundary', question: 'What has each run decided?' },
  {
    id: 'shake',
    label: 'Shake',
    question: 'How far can the weights be moved before it breaks?',
    Part: late('The view Shake', async () => (await import('./ShakeView')).ShakeView),
  },
  {
    id: 'between',
    label: 'Between',
    question: 'One valley, or two with a ridge between them?',
    Part: late('The view Between', async () => (await import('./BetweenView')).BetweenView),
  },
  {
    id: 'surface',
    label: 'Surface',
    question: 'How steep is the ground around each run?',
    Part: late('The view Surface', async () => (await import('./SurfaceView')).SurfaceView),
  },
];
