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

/** Radii by the keys of their parts: fixed, following η, learned. */
const RADII = ['rho', 'rhomax', 'rho0'] as const;

/** Where nothing tells causes apart it is the learning rate, the run's own or the group's. */
export function gentlerSetting(
  { id, parts, learningRate }: RunSettings,
  { lr }: Pick<Training, 'lr'>,
  cause: DivergenceCause | undefined,
): Gentler {
  const tenth = (path: string, symbol: Gentler['symbol'], from: number) => ({ path, symbol, from, to: Number((from / 10).toPrecision(2)) });
  const key = RADII.find((one) => Object.hasOwn(parts.radius.values, one));
  if (cause === 'weight' && Object.hasOwn(parts.descent.values, 'lambda'))
    return tenth(`runs.${id}.descent.lambda`, 'λ', numberAt(parts.descent.values, 'lambda'));
  if (cause === 'radius' && key !== undefined) return tenth(`runs.${id}.radius.${key}`, 'ρ', numberAt(parts.radius.values, key));
  return learningRate === null ? tenth('training.lr', 'η', lr) : tenth(`runs.${id}.lr`, 'η', learningRate);
}

/** The kinds of parts have different fields; that it is there has been seen. */
const numberAt = (values: object, key: string) => Number((values as Readonly<Record<string, unknown>>)[key]);
