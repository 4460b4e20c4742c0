import { describe, expect, it } from 'vitest';
import { settingsThatDiffer } from '../../../src/core/settings/changes';
import { chooseKind, makeBaseline, removeRun, setField } from '../../../src/core/settings/edit';
import { decode } from '../../../src/core/settings/link';

const { experiment } = decode('v=1&preset=pinwheel-noisy&algos=sgd,sam(rho=.2),bisam-log');
const edited = (...edits: readonly (readonly [path: string, value: number | readonly number[] | string])[]) =>
  edits.reduce((one, [path, value]) => setField(one, path, value as number), experiment);

describe('what differs', () => {
  it('is said as it was: what the run has first, then what all share, in symbols where there are some', () => {
    const now = edited(['training.lr', 0.5], ['runs.r2.radius.rho', 0.8], ['data.noise', 0.1]);
    expect(settingsThatDiffer(experiment, 'r2', now)).toEqual(['ρ 0.2', 'η 0.1', 'Wrong labels 40 %']);
  });

  it('of a run that has no radius leaves radii out', () => {
    expect(settingsThatDiffer(experiment, 'r1', edited(['runs.r2.radius.rho', 0.8]))).toEqual([]);
  });

  it('names what was chosen instead of what else there is', () => {
    const [data, ...others] = settingsThatDiffer(experiment, 'r1', chooseKind(experiment, 'data', 'moons'));
    expect(data).toMatch(/^Pinwheel/);
    expect(others.filter((text) => /arms/i.test(text))).toEqual([]);
  });

  it.each([
    ['the view', edited(['view.x', 'seconds'])],
    ['how often is measured', edited(['training.every', 7])],
    ['a name', edited(['runs.r2.name', 'mine'])],
    ['which run is the baseline', makeBaseline(experiment, 'r2')],
    ['that the run is gone', removeRun(experiment, 'r2')],
  ])('is not %s', (_, now) => {
    expect(settingsThatDiffer(experiment, 'r2', now)).toEqual([]);
  });
});
