/**
 * The lessons of the page by their word in links. What they say is loaded when one is opened (`contents.ts`); a link needs to
 * know no more than stands here.
 */
export interface LessonOutline {
  readonly title: string;
  /** Lesson learned, one sentence. */
  readonly about: string;
  /** Reading, guessing and running on a small machine. */
  readonly minutes: number;
  /** Steps it has. */
  readonly steps: number;
}

export const lessons: Readonly<Record<string, LessonOutline>> = {
  'label-noise': {
    title: 'Why does SGD get worse?',
    about: 'Wrong labels are learned by heart, and a climb before each step resists.',
    minutes: 3,
    steps: 5,
  },
  'one-step': { title: 'One step of SAM', about: 'Climb, look, go back, descend: two gradients with their numbers.', minutes: 3, steps: 4 },
  'sam-vs-bisam': { title: 'SAM against BiSAM', about: 'The same accuracy by a different climb.', minutes: 4, steps: 4 },
  radius: { title: 'What does ρ do?', about: 'Too short, too long, how LETS learns it, and your own curve.', minutes: 6, steps: 5 },
  cost: {
    title: 'Is SAM worth twice the work?',
    about: 'Accuracy against gradients, and three ways to climb less often.',
    minutes: 4,
    steps: 4,
  },
  'many-sharpnesses': {
    title: 'Sharpness is not one number',
    about: 'Trace, Frobenius norm, determinant: what stays when weights are rescaled.',
    minutes: 4,
    steps: 4,
  },
  'clean-labels': { title: 'When SAM does nothing', about: 'A null result, and what it costs.', minutes: 2, steps: 4 },
};
