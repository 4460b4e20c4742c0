/** Every part there is, by slot. The key is the word in links; the first of each slot is what most algorithms use. */
import type { Registry } from '../settings/entry';
import { ema } from './average/ema';
import { last } from './average/last';
import { swa } from './average/swa';
import { bisamLog } from './ascent/bisamLog';
import { bisamTanh } from './ascent/bisamTanh';
import { crossEntropy } from './ascent/crossEntropy';
import { micro } from './batching/micro';
import { whole } from './batching/whole';
import { frobenius } from './descent/frobenius';
import { gsam } from './descent/gsam';
import { noise } from './descent/noise';
import { perturbed } from './descent/perturbed';
import { tailClasses } from './descent/tailClasses';
import { universal } from './descent/universal';
import { gnp, wsam } from './descent/weighted';
import { erm } from './fallback/erm';
import { reuse } from './fallback/reuse';
import { adaptive } from './gate/adaptive';
import { always } from './gate/always';
import { bernoulli, bernoulliLinear } from './gate/bernoulli';
import { everyK } from './gate/everyK';
import { never } from './gate/never';
import { window } from './gate/window';
import { elementwiseAll, elementwiseWeights, filterwise, layerwiseAll, layerwiseWeights } from './geometry/asam';
import { fisherBall } from './geometry/fisherBall';
import { l2 } from './geometry/l2';
import { preconditioned } from './geometry/preconditioned';
import { magnitude } from './geometry/magnitude';
import { smoothedAscent } from './geometry/smoothedAscent';
import { averaged } from './heading/averaged';
import { centralized } from './heading/centralized';
import { friendly } from './heading/friendly';
import { newest } from './heading/newest';
import { momentum } from './heading/momentum';
import { single } from './legs/single';
import { chain } from './legs/chain';
import { fisher } from './mask/fisher';
import { fisherSwp } from './mask/fisherSwp';
import { dynamic } from './mask/dynamic';
import { none } from './mask/none';
import { onlyNorms, onlyOthers } from './mask/only';
import { swpElement, swpTensor } from './mask/swp';
import { adam, adamw } from './optimizer/adam';
import { sgd } from './optimizer/sgd';
import type { BaseOptimizer, Part, SlotParts } from './part';
import type { SlotName } from './slotNames';
import { atParams } from './point/atParams';
import { posterior } from './point/posterior';
import { smoothed } from './point/smoothed';
import { fixed } from './radius/fixed';
import { followsRate } from './radius/followsRate';
import { learned } from './radius/learned';
import { all } from './selection/all';
import { sdsStrict, sdsTopk } from './selection/sds';
import { base } from './update/base';
import { bayesian } from './update/bayesian';
import { lookahead } from './update/lookahead';

export const slots = {
  batching: { whole, micro },
  gate: { always, never, every: everyK, bernoulli, 'bernoulli-linear': bernoulliLinear, adaptive, window },
  fallback: { erm, reuse },
  ascent: { ce: crossEntropy, 'bisam-log': bisamLog, 'bisam-tanh': bisamTanh },
  point: { params: atParams, smoothed, posterior },
  heading: { newest, friendly, average: averaged, momentum, centralized },
  geometry: {
    l2,
    'elementwise-weights': elementwiseWeights,
    'elementwise-all': elementwiseAll,
    filterwise,
    'layerwise-weights': layerwiseWeights,
    'layerwise-all': layerwiseAll,
    magnitude,
    fisher: fisherBall,
    preconditioned,
    smoothed: smoothedAscent,
  },
  mask: {
    none,
    swp: swpElement,
    'swp-tensor': swpTensor,
    fisher,
    'fisher-swp': fisherSwp,
    dynamic,
    'only-norms': onlyNorms,
    'only-others': onlyOthers,
  },
  legs: { single, chain },
  radius: { fixed, follows: followsRate, lets: learned },
  selection: { all, sds: sdsTopk, 'sds-strict': sdsStrict },
  descent: { perturbed, gsam, wsam, gnp, tail: tailClasses, noise, universal, frobenius },
  update: { base, lookahead, bsam: bayesian },
  average: { last, swa, ema },
} as const satisfies { readonly [S in SlotName]: Registry<Part<SlotParts[S]>> };

/** The question each slot answers, as the form asks it. */
export const slotQuestions: { readonly [S in SlotName]: string } = {
  batching: 'Who is perturbed together?',
  gate: 'When is it worth climbing?',
  fallback: 'And on the other steps?',
  ascent: 'What does the adversary climb?',
  point: 'From where?',
  heading: 'Along what?',
  geometry: 'In which ball?',
  mask: 'Which weights?',
  legs: 'In how many legs?',
  radius: 'How far, and who decides?',
  selection: 'Which samples descend?',
  descent: 'Which gradient descends?',
  update: 'Who takes the step?',
  average: 'Which weights are judged?',
};

/** Base optimizers are chosen for a whole group, so that runs differ in what is compared. */
export const optimizers = { sgd, adam, adamw } as const satisfies Registry<Part<BaseOptimizer>>;
