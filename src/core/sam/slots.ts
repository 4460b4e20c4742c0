/** Every part there is, by slot. The key is the word in links; the first of each slot is what most algorithms use. */
import type { Registry } from '../settings/entry';
import { bisamLog } from './ascent/bisamLog';
import { bisamTanh } from './ascent/bisamTanh';
import { crossEntropy } from './ascent/crossEntropy';
import { micro } from './batching/micro';
import { whole } from './batching/whole';
import { frobenius } from './descent/frobenius';
import { gsam } from './descent/gsam';
import { noise } from './descent/noise';
import { perturbed } from './descent/perturbed';
import { universal } from './descent/universal';
import { erm } from './fallback/erm';
import { reuse } from './fallback/reuse';
import { adaptive } from './gate/adaptive';
import { always } from './gate/always';
import { bernoulli, bernoulliLinear } from './gate/bernoulli';
import { everyK } from './gate/everyK';
import { never } from './gate/never';
import { elementwiseAll, elementwiseWeights, filterwise } from './geometry/asam';
import { l2 } from './geometry/l2';
import { smoothedAscent } from './geometry/smoothedAscent';
import { fisher } from './mask/fisher';
import { fisherSwp } from './mask/fisherSwp';
import { none } from './mask/none';
import { swpElement, swpTensor } from './mask/swp';
import { adam, adamw } from './optimizer/adam';
import { sgd } from './optimizer/sgd';
import type { BaseOptimizer, Part, SlotParts } from './part';
import type { SlotName } from './slotNames';
import { atParams } from './point/atParams';
import { smoothed } from './point/smoothed';
import { fixed } from './radius/fixed';
import { followsRate } from './radius/followsRate';
import { learned } from './radius/learned';
import { all } from './selection/all';
import { sdsStrict, sdsTopk } from './selection/sds';

export const slots = {
  batching: { whole, micro },
  gate: { always, never, every: everyK, bernoulli, 'bernoulli-linear': bernoulliLinear, adaptive },
  fallback: { erm, reuse },
  ascent: { ce: crossEntropy, 'bisam-log': bisamLog, 'bisam-tanh': bisamTanh },
  point: { params: atParams, smoothed },
  geometry: { l2, 'elementwise-weights': elementwiseWeights, 'elementwise-all': elementwiseAll, filterwise, smoothed: smoothedAscent },
  mask: { none, swp: swpElement, 'swp-tensor': swpTensor, fisher, 'fisher-swp': fisherSwp },
  radius: { fixed, follows: followsRate, lets: learned },
  selection: { all, sds: sdsTopk, 'sds-strict': sdsStrict },
  descent: { perturbed, gsam, noise, universal, frobenius },
} as const satisfies { readonly [S in SlotName]: Registry<Part<SlotParts[S]>> };

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
export const optimizers = { sgd, adam, adamw } as const satisfies Registry<Part<BaseOptimizer>>;
