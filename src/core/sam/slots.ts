/** Every part there is, by slot. The key is the word in links; the first of each slot is what most algorithms use. */
import type { Registry } from '../settings/entry';
import { bisamLog } from './ascent/bisamLog';
import { bisamTanh } from './ascent/bisamTanh';
import { crossEntropy } from './ascent/crossEntropy';
import { whole } from './batching/whole';
import { perturbed } from './descent/perturbed';
import { erm } from './fallback/erm';
import { always } from './gate/always';
import { never } from './gate/never';
import { l2 } from './geometry/l2';
import { none } from './mask/none';
import { adam, adamw } from './optimizer/adam';
import { sgd } from './optimizer/sgd';
import type {
  BaseOptimizer,
  BasePoint,
  Batching,
  DescentRule,
  Fallback,
  Gate,
  Geometry,
  Mask,
  Objective,
  Part,
  Radius,
  Selection,
} from './part';
import { atParams } from './point/atParams';
import { fixed } from './radius/fixed';
import { all } from './selection/all';

/** What each slot's parts create, in the order the step uses them. */
export interface SlotParts {
  readonly batching: Batching;
  readonly gate: Gate;
  readonly fallback: Fallback;
  /** `descent` stands for "the same objective as the descent loss". */
  readonly ascent: Objective | 'descent';
  readonly point: BasePoint;
  readonly geometry: Geometry;
  readonly mask: Mask;
  readonly radius: Radius;
  readonly selection: Selection;
  readonly descent: DescentRule;
}
export type SlotName = keyof SlotParts;

export const slots: { readonly [S in SlotName]: Registry<Part<SlotParts[S]>> } = {
  batching: { whole },
  gate: { always, never },
  fallback: { erm },
  ascent: { ce: crossEntropy, 'bisam-log': bisamLog, 'bisam-tanh': bisamTanh },
  point: { params: atParams },
  geometry: { l2 },
  mask: { none },
  radius: { fixed },
  selection: { all },
  descent: { perturbed },
};

export const slotNames = Object.keys(slots) as readonly SlotName[];

/** The question each slot answers, as the form asks it. */
export const slotQuestions: { readonly [S in SlotName]: string } = {
  batching: 'Who is perturbed together?',
  gate: 'When is it worth climbing?',
  fallback: 'And on the other steps?',
  ascent: 'What does the adversary climb?',
  point: 'From where?',
  geometry: 'In which ball?',
  mask: 'Which weights?',
  radius: 'How far, and who decides?',
  selection: 'Which samples descend?',
  descent: 'Which gradient descends?',
};

/** Base optimizers are chosen for a whole group, so that runs differ in what is compared. */
export const optimizers: Registry<Part<BaseOptimizer>> = { sgd, adam, adamw };
