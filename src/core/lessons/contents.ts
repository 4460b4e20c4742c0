/** Contents of the lessons, by their word. Loaded when a lesson is opened; their outlines are in `lessons.ts`. */
import { cleanLabels } from './cleanLabels';
import { cost } from './cost';
import { labelNoise } from './labelNoise';
import type { Lesson } from './lesson';
import { manySharpnesses } from './manySharpnesses';
import { oneStep } from './oneStep';
import { radius } from './radius';
import { samAndBisam } from './samAndBisam';

export const contents: Readonly<Record<string, Lesson>> = {
  'label-noise': labelNoise,
  'one-step': oneStep,
  'sam-vs-bisam': samAndBisam,
  radius,
  cost,
  'many-sharpnesses': manySharpnesses,
  'clean-labels': cleanLabels,
};
