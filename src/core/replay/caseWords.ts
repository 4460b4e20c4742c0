/** Words a reference case may use. Others ask for something that is not built. */
import { choose, type ChosenFrom, entryOf, type Registry } from '../settings/entry';
import type { FieldValue } from '../settings/field';
import { NotBuilt } from './notBuilt';
import type { TrajectoryConfig } from './trajectoryFile';

/** Keys this reader understands; where the keys of an object that they hold are listed, those are all. */
const known: Readonly<Record<string, readonly string[] | null>> = {
  ...Object.fromEntries(
    `algorithm rho perturbEps k p alpha beta gamma swp sds delta lambda1 lambda2 sparsity updateEvery fisherBN microBatches sigma mode
    lambda gradScale phi components drawn drawnSets ball only minimize noiseScale ascentCentralize l2InLoss optimizer lrSchedule loss ascent geometry lets
    rhoSchedule`
      .split(/\s+/)
      .map((key) => [key, null]),
  ),
  ascentSteps: ['n', 'size', 'normalize', 'project'],
  wsam: ['gamma', 'decouple'],
  gnp: ['alpha', 'normalizeClean'],
  fsam: ['sigma', 'lambda'],
  vasso: ['theta'],
  window: ['start', 'end', 'epochs', 'stepsPerEpoch'],
  bsam: ['precision0', 'damping', 'samples', 'beta1', 'beta2', 'weightDecay', 'microBatches'],
  reuse: ['scope', 'eps'],
  ssamd: ['dropRate', 'drop', 'grow', 'epochs', 'stepsPerEpoch'],
  imbsam: ['tail', 'tailWeight'],
  sigmaSchedule: ['kind', 'sigma0', 'times', 'steps', 'firstStep'],
  average: ['kind', 'start', 'every', 'decay', 'from', 'buffers'],
};

/** Values of words that are chosen from a list. */
const options: readonly (readonly [what: string, of: (config: TrajectoryConfig) => unknown, values: readonly unknown[]])[] = [
  ['label smoothing', ({ loss }) => loss?.offTarget, ['K', 'K-1']],
  ['SWP', ({ swp }) => swp, ['element', 'tensor']],
  ['SDS', ({ sds }) => sds, ['topk', 'strict']],
  ['batch norm of the Fisher pass', ({ fisherBN }) => fisherBN, ['eval', 'train']],
  ['mode', ({ mode }) => mode, ['noise', 'smoothed-ascent']],
  ['scale of the regularizer', ({ gradScale }) => gradScale, ['code', 'exact']],
  ['upper level', ({ lets }) => lets?.metric, ['squared-gap', 'gap', 'val']],
  ['ball', ({ ball }) => ball, ['max']],
  ['layers', ({ only }) => only, ['norm', 'not-norm']],
  ['minimized loss', ({ minimize }) => minimize, ['clean', 'perturbed']],
  ['noise scale', ({ noiseScale }) => noiseScale, ['norm', 'rms']],
  ['schedule of σ', ({ sigmaSchedule }) => sigmaSchedule?.kind, ['cosine-up']],
  ['scope of the projection', ({ reuse }) => reuse?.scope, ['tensor']],
  ['drop score', ({ ssamd }) => ssamd?.drop, ['gradient', 'weight', 'random']],
  ['grow score', ({ ssamd }) => ssamd?.grow, ['gradient', 'weight', 'random']],
  ['average', ({ average }) => average?.kind, ['swa', 'ema']],
  ['start of the average', ({ average }) => average?.from, ['first', 'initial']],
];

/** Throws `NotBuilt` on a word that is not understood. */
export function checkWords(config: TrajectoryConfig): void {
  const unknown = Object.entries(config).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (!Object.hasOwn(known, key)) return [key];
    const inner = known[key];
    if (!inner || typeof value !== 'object' || value === null) return [];
    return Object.keys(value).flatMap((word) => (inner.includes(word) ? [] : [`${key}.${word}`]));
  });
  if (unknown.length > 0) throw new NotBuilt(`${config.algorithm} with ${unknown.join(', ')}`);
  for (const [what, of, values] of options) {
    const value = of(config);
    if (value !== undefined && value !== null && !values.includes(value)) throw new NotBuilt(`${what} ${JSON.stringify(value)}`);
  }
}

/** The word where it is one of those; else `NotBuilt`. */
export function among<T extends string>(what: string, word: string, words: readonly T[]): T {
  const found = words.find((one) => one === word);
  if (found === undefined) throw new NotBuilt(`${what} ${word}`);
  return found;
}

/** The entry with those of the given values that it has fields for. */
export function withKnown<R extends Registry>(
  registry: R,
  kind: string,
  values: Readonly<Record<string, FieldValue | undefined>>,
): ChosenFrom<R> {
  const { fields } = entryOf(registry, kind);
  const given = Object.entries(values).flatMap(([key, value]) =>
    value !== undefined && Object.hasOwn(fields, key) ? [[key, value] as const] : [],
  );
  return choose(registry, kind, Object.fromEntries(given));
}
