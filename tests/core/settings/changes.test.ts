import { describe, expect, it } from 'vitest';
import { settingChanges, settingsThatDiffer } from '../../../src/core/settings/changes';
import { datasets } from '../../../src/core/datasets';
import { models } from '../../../src/core/models/models';
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

  it('is said between any two networks or data sets, whose fields of one name may hold numbers here and words there', () => {
    for (const [path, registry] of [
      ['model', models],
      ['data', datasets],
    ] as const) {
      const all = Object.keys(registry).map((kind) => chooseKind(experiment, path, kind));
      for (const from of all)
        for (const to of all) {
          const said = [
            ...settingsThatDiffer(from, 'r1', to),
            ...settingChanges(from, to).map((change) => Object.values(change).join(' ')),
          ];
          expect(said.filter((text) => /undefined|NaN|\[object/.test(text))).toEqual([]);
          expect(said.length > 0).toBe(from !== to);
        }
    }
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
