/** The way out for a run that diverged: a tenth of the setting that is to blame. */
import type { DivergenceCause } from '../sam/divergence';
import type { RunSettings } from './experiment';
import type { Training } from './trainingFields';

export interface Gentler {
  /** As `setField` takes it. */
  readonly path: string;
  readonly symbol: 'η' | 'ρ' | 'λ';
  readonly from: number;
  readonly to: number;
}

/** Where nothing tells causes apart it is the learning rate, the run's own or the group's. */
export function gentlerSetting(
  { id, parts, learningRate }: RunSettings,
  { lr }: Pick<Training, 'lr'>,
  cause: DivergenceCause | undefined,
): Gentler {
  const tenth = (path: string, symbol: Gentler['symbol'], from: number) => ({ path, symbol, from, to: Number((from / 10).toPrecision(2)) });
  const radius = radiusOf(parts.radius);
  if (cause === 'weight' && 'lambda' in parts.descent.values) return tenth(`runs.${id}.descent.lambda`, 'λ', parts.descent.values.lambda);
  if (cause === 'radius' && radius) return tenth(`runs.${id}.radius.${radius.key}`, 'ρ', radius.from);
  return learningRate === null ? tenth('training.lr', 'η', lr) : tenth(`runs.${id}.lr`, 'η', learningRate);
}

/** A radius by the key of its part: fixed, following η, or learned. */
function radiusOf({ values }: RunSettings['parts']['radius']) {
  if ('rho' in values) return { key: 'rho', from: values.rho };
  if ('rhomax' in values) return { key: 'rhomax', from: values.rhomax };
  return 'rho0' in values ? { key: 'rho0', from: values.rho0 } : undefined;
}
