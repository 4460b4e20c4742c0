import { describe, expect, it } from 'vitest';
import type { StepMetric } from '../../../src/core/metrics/catalogue';
import { divergenceRemedy, watchDivergence } from '../../../src/core/sam/divergence';
import { setField } from '../../../src/core/settings/edit';
import { gentlerSetting } from '../../../src/core/settings/gentler';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { runOf } from '../../../src/core/settings/runs';

type Numbers = Partial<Record<StepMetric, number>>;
const rowOf = (numbers: Numbers) => (metric: StepMetric) => numbers[metric] ?? Number.NaN;

/** Blame after these rows, the last of them broken. */
function blamed(suspects: { hasRadius?: boolean; hasWeight?: boolean }, ...rows: readonly Numbers[]) {
  const watch = watchDivergence({ hasRadius: false, hasWeight: false, ...suspects });
  for (const row of rows.slice(0, -1)) watch.see(rowOf(row));
  return watch.cause(rowOf(rows.at(-1) ?? {}));
}

const broken = { lossClean: Number.NaN };
const calm = { lossClean: 1, gradNorm: 1, updateNorm: 1, perturbedGradNorm: 1 };

describe('a run that diverges blames', () => {
  it('the weight of its regularizer where that was most of the update before the loss grew', () => {
    expect(blamed({ hasWeight: true }, calm, { ...calm, updateNorm: 40 }, broken)).toBe('weight');
    // What the update became when the loss had grown tells nothing.
    expect(blamed({ hasWeight: true }, calm, calm, { ...calm, lossClean: 50, updateNorm: 4000 }, broken)).toBe('rate');
  });

  it('its radius where the ground was far steeper on top of the climb, or had no loss there', () => {
    expect(blamed({ hasRadius: true }, calm, { ...calm, perturbedGradNorm: 9 }, broken)).toBe('radius');
    expect(blamed({ hasRadius: true }, calm, { lossClean: 1, lossPerturbed: Number.POSITIVE_INFINITY })).toBe('radius');
    expect(blamed({}, calm, { ...calm, perturbedGradNorm: 9 }, broken)).toBe('rate');
  });

  it('its learning rate where nothing else was large, and everything it has where it saw nothing', () => {
    expect(blamed({ hasRadius: true, hasWeight: true }, calm, calm, broken)).toBe('rate');
    expect(blamed({ hasRadius: true }, broken)).toBe('unknown');
    expect(blamed({}, broken)).toBe('rate');
    expect(divergenceRemedy('unknown', { hasRadius: true, hasWeight: false })).toBe('Lower the learning rate η, or the radius ρ.');
  });
});

it('the way out is a tenth of what is blamed, wherever the run has it', () => {
  const gentler = (algorithm: string, cause: Parameters<typeof gentlerSetting>[2], values = {}) => {
    const experiment = { ...defaultExperiment, runs: [runOf('r1', algorithm, values)] };
    const found = gentlerSetting(experiment.runs[0] as (typeof experiment.runs)[number], experiment.training, cause);
    expect(setField(experiment, found.path, found.to)).not.toEqual(experiment);
    return [found.symbol, found.from, found.to];
  };
  expect(gentler('frob-sam', 'weight', { lambda: 3 })).toEqual(['λ', 3, 0.3]);
  expect(gentler('sam', 'radius', { rho: 2 })).toEqual(['ρ', 2, 0.2]);
  expect(gentler('gsam', 'radius')).toEqual(['ρ', 0.05, 0.005]);
  expect(gentler('lets-asam', 'radius')).toEqual(['ρ', 0.5, 0.05]);
  for (const cause of ['rate', 'unknown', undefined] as const) expect(gentler('sam', cause)).toEqual(['η', 0.1, 0.01]);
});
