import { describe, expect, it } from 'vitest';
import { runOf } from '../../src/core/settings/runs';
import { defaultExperiment } from '../../src/core/settings/presets';
import { chartsOf } from '../../src/ui/charts/charts';

const chartsWith = (...algorithms: readonly string[]) =>
  chartsOf({ ...defaultExperiment, runs: algorithms.map((algorithm, index) => runOf(`r${index + 1}`, algorithm)) }).map(({ id }) => id);

describe('the charts of an experiment', () => {
  it.each([
    ['hypergradient', 'lets-sam'],
    ['upperGap', 'lets-sam'],
    ['nu', 'lets-sam'],
    ['threshold', 'ae-sam'],
    ['samShare', 'ae-sam'],
    ['regularizer', 'trace-sam'],
    ['frobenius', 'frob-sam'],
    ['covariance', 'frob-sam'],
    ['orthogonal', 'gsam'],
    ['remembered', 'looksam'],
  ])('have no %s where nobody records it, and have it beside %s', (chart, algorithm) => {
    expect(chartsWith('sgd', 'sam')).not.toContain(chart);
    expect(chartsWith('sgd', 'sam', algorithm)).toContain(chart);
    expect(chartsWith(algorithm)).toContain(chart);
  });

  it('have a radius where some run climbs', () => {
    expect(chartsWith('sgd')).not.toContain('radius');
    expect(chartsWith('sgd', 'sam')).toContain('radius');
  });

  it('are those that every run has where there is no run', () => {
    expect(chartsWith()).toEqual(expect.arrayContaining(['accuracy', 'trainLoss', 'testLoss', 'gap', 'sharpness']));
    expect(chartsWith()).not.toEqual(expect.arrayContaining(['radius']));
    expect(chartsWith()).not.toEqual(expect.arrayContaining(['regularizer']));
  });

  it('are the same whatever the order of the runs', () => {
    expect(chartsWith('lets-sam', 'sgd')).toEqual(chartsWith('sgd', 'lets-sam'));
  });
});
