/** A part for every slot, as a reference case words it. */
import { partsOf } from '../sam/recipes';
import type { PartChoice, PartChoices } from '../sam/partChoices';
import { slots } from '../sam/slots';
import { choose } from '../settings/entry';
import { among, withKnown } from './caseWords';
import { NotBuilt } from './notBuilt';
import type { TrajectoryConfig } from './trajectoryFile';

const algorithms = `erm sam esam gsam looksam ss-sam ae-sam ae-looksam ssam-f rsam msam universal frob-sam wsam gnp f-sam vasso momentum-sam
  bsam ssam-d imbsam`.split(/\s+/);

/** The key without which an algorithm would be another one. */
const constants: Readonly<Record<string, keyof TrajectoryConfig>> = {
  wsam: 'wsam',
  gnp: 'gnp',
  'f-sam': 'fsam',
  vasso: 'vasso',
  bsam: 'bsam',
  'ssam-d': 'ssamd',
  imbsam: 'imbsam',
};

/** Slots the case does not speak of keep SAM's. */
export function partsFor(config: TrajectoryConfig, steps: number): PartChoices {
  const algorithm = among('algorithm', config.algorithm, algorithms);
  const { bsam } = config;
  const needed = constants[algorithm];
  if (needed && config[needed] === undefined) throw new NotBuilt(`${algorithm} without ${needed}`);
  if (config.optimizer.kind === 'bsam' && !bsam) throw new NotBuilt('the optimizer bsam without its constants');
  const pieces = algorithm === 'msam' ? config.microBatches : (bsam?.microBatches ?? 1);
  return {
    ...partsOf('sam'),
    gate: gateOf(config),
    batching: algorithm === 'msam' || pieces !== 1 ? withKnown(slots.batching, 'micro', { m: pieces }) : choose(slots.batching, 'whole'),
    fallback: fallbackOf(config),
    ascent: ascentOf(config.ascent),
    point: pointOf(config),
    heading: headingOf(config),
    geometry: geometryOf(config),
    mask: maskOf(config),
    legs: legsOf(config),
    radius: radiusOf(config),
    selection: config.sds
      ? withKnown(slots.selection, config.sds === 'topk' ? 'sds' : 'sds-strict', { gamma: config.gamma })
      : choose(slots.selection, 'all'),
    descent: descentOf(config),
    update: bsam
      ? withKnown(slots.update, 'bsam', {
          precision: bsam.precision0,
          damping: bsam.damping,
          meanmemory: bsam.beta1,
          surememory: bsam.beta2,
          prior: bsam.weightDecay,
        })
      : choose(slots.update, 'base'),
    average: averageOf(config.average, steps),
  };
}

function gateOf({ algorithm, k, p, delta, lambda1, lambda2, window }: TrajectoryConfig): PartChoice<'gate'> {
  if (algorithm === 'erm') return choose(slots.gate, 'never');
  if (algorithm === 'looksam') return withKnown(slots.gate, 'every', { k });
  if (algorithm === 'ss-sam') return withKnown(slots.gate, 'bernoulli', { p });
  if (algorithm === 'ae-sam' || algorithm === 'ae-looksam') return withKnown(slots.gate, 'adaptive', { delta, lambda1, lambda2 });
  return window ? withKnown(slots.gate, 'window', { start: window.start, end: window.end }) : choose(slots.gate, 'always');
}

function fallbackOf({ algorithm, alpha, reuse }: TrajectoryConfig): PartChoice<'fallback'> {
  if (!algorithm.endsWith('looksam')) return choose(slots.fallback, 'erm');
  return withKnown(slots.fallback, 'reuse', { reuse: alpha, scope: reuse?.scope === 'tensor' ? 'tensor' : 'all', reusefloor: reuse?.eps });
}

function ascentOf(ascent: TrajectoryConfig['ascent']): PartChoice<'ascent'> {
  const kind = among('ascent objective', ascent?.kind ?? 'ce', Object.keys(slots.ascent));
  return withKnown(slots.ascent, kind, { mu: ascent?.mu, alpha: ascent?.alpha });
}

function pointOf({ algorithm, bsam, sigma, sigmaSchedule, noiseScale }: TrajectoryConfig): PartChoice<'point'> {
  if (bsam) return withKnown(slots.point, 'posterior', { population: bsam.samples });
  if (algorithm !== 'rsam') return choose(slots.point, 'params');
  return withKnown(slots.point, 'smoothed', {
    sigma: sigmaSchedule?.sigma0 ?? sigma,
    noisescale: noiseScale,
    times: sigmaSchedule?.times ?? 1,
    rise: sigmaSchedule?.steps,
  });
}

function headingOf({ algorithm, fsam, vasso, ascentCentralize }: TrajectoryConfig): PartChoice<'heading'> {
  if (fsam) return withKnown(slots.heading, 'friendly', { less: fsam.sigma, keep: fsam.lambda });
  if (vasso) return withKnown(slots.heading, 'average', { theta: vasso.theta });
  if (algorithm === 'momentum-sam') return choose(slots.heading, 'momentum');
  return choose(slots.heading, ascentCentralize ? 'centralized' : 'newest');
}

function geometryOf({ algorithm, geometry, perturbEps: floor, lambda, ascentSteps, ball, bsam }: TrajectoryConfig): PartChoice<'geometry'> {
  const norm = ascentSteps?.normalize === false || bsam ? 'none' : ball === 'max' ? 'max' : 'l2';
  if (ball === 'max' && norm === 'none') throw new NotBuilt('an un-normalized climb in the maximum norm');
  const word = geometry?.kind ?? 'identity';
  if (algorithm === 'rsam' && word === 'identity' && norm === 'l2') return withKnown(slots.geometry, 'smoothed', { push: lambda, floor });
  if (algorithm === 'rsam') throw new NotBuilt(`rsam in the ball ${word}, ${norm}`);
  if (bsam && word === 'identity') return withKnown(slots.geometry, 'preconditioned', { floor, norm });
  const kinds = ['l2', 'elementwise-weights', 'elementwise-all', 'filterwise', 'layerwise-weights', 'layerwise-all', 'magnitude'] as const;
  const kind = among('geometry', word === 'identity' ? 'l2' : word, kinds);
  if (kind === 'magnitude' && norm !== 'l2') throw new NotBuilt(`the magnitude geometry in the norm ${norm}`);
  return withKnown(slots.geometry, kind, { eta: geometry?.eta, floor, norm });
}

function maskOf(config: TrajectoryConfig): PartChoice<'mask'> {
  const { swp, beta, algorithm, sparsity, fisherBN, drawn, ssamd, updateEvery, only } = config;
  if (swp) return withKnown(slots.mask, swp === 'element' ? 'swp' : 'swp-tensor', { beta });
  if (algorithm === 'ssam-f') return withKnown(slots.mask, 'fisher', { sparsity, fisherbn: fisherBN, samples: drawn });
  if (ssamd)
    return withKnown(slots.mask, 'dynamic', { sparsity, renew: updateEvery, droprate: ssamd.dropRate, drop: ssamd.drop, grow: ssamd.grow });
  if (only === 'norm') return choose(slots.mask, 'only-norms');
  return choose(slots.mask, only === 'not-norm' ? 'only-others' : 'none');
}

function legsOf({ ascentSteps, rho = 0 }: TrajectoryConfig): PartChoice<'legs'> {
  if (!ascentSteps) return choose(slots.legs, 'single');
  const { n, size, project } = ascentSteps;
  // Without a radius there is no length to share.
  if (rho === 0 && size !== 0) throw new NotBuilt('legs with a length of their own and no radius');
  return withKnown(slots.legs, 'chain', { count: n, stride: rho === 0 ? 1 : size / rho, project });
}

function radiusOf({ lets, rhoSchedule, rho }: TrajectoryConfig): PartChoice<'radius'> {
  if (lets) {
    if ((lets.beta1 ?? 0.9) !== 0.9 || (lets.beta2 ?? 0.999) !== 0.999) throw new NotBuilt('LETS with other Adam betas');
    return withKnown(slots.radius, 'lets', {
      rho0: lets.rho0,
      letslr: lets.lr,
      letsdecay: lets.decay,
      letseps: lets.eps,
      metric: lets.metric,
    });
  }
  if (rhoSchedule) {
    const { rhoMax, rhoMin, proportionalBefore } = rhoSchedule;
    return withKnown(slots.radius, 'follows', { rhomax: rhoMax, rhomin: rhoMin, proportional: proportionalBefore });
  }
  return choose(slots.radius, 'fixed', { rho: rho ?? 0 });
}

function descentOf(config: TrajectoryConfig): PartChoice<'descent'> {
  const { algorithm, lambda, gradScale, drawn: n, wsam, gnp, imbsam } = config;
  const asked = [algorithm === 'gsam', wsam, gnp, imbsam, algorithm === 'universal', algorithm === 'frob-sam'].filter(Boolean);
  if (asked.length > 1) throw new NotBuilt(`${algorithm} with two rules of descent`);
  if (algorithm === 'gsam') return withKnown(slots.descent, 'gsam', { across: config.alpha, minimize: config.minimize });
  if (wsam) return withKnown(slots.descent, 'wsam', { share: wsam.gamma, decouple: wsam.decouple });
  if (gnp) return withKnown(slots.descent, 'gnp', { penalty: gnp.alpha, unitclean: gnp.normalizeClean });
  if (imbsam) return withKnown(slots.descent, 'tail', { tail: imbsam.tail.map((index) => index + 1), tailweight: imbsam.tailWeight });
  if (algorithm === 'rsam' && config.mode === 'noise') return choose(slots.descent, 'noise');
  if (algorithm === 'frob-sam') return withKnown(slots.descent, 'frobenius', { lambda, gradscale: gradScale, n });
  return choose(slots.descent, algorithm === 'universal' ? 'universal' : 'perturbed');
}

function averageOf(average: TrajectoryConfig['average'], steps: number): PartChoice<'average'> {
  if (!average) return choose(slots.average, 'last');
  if (average.kind === 'swa') {
    if (average.buffers) throw new NotBuilt('SWA of batch-norm statistics');
    return withKnown(slots.average, 'swa', { swastart: (average.start ?? 0) / steps, swaevery: average.every ?? 1 });
  }
  return withKnown(slots.average, 'ema', { emadecay: average.decay, emafrom: average.from, emabuffers: average.buffers ?? false });
}
