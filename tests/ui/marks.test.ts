import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../src/core/settings/presets';
import { marksOf } from '../../src/ui/charts/marks';
import { historyOf, tickOf } from '../core/metrics/histories';

const history = historyOf(
  tickOf('r1', 1, [0, 1000], () => 0),
  tickOf('r2', 1, [0, 1000], () => 0),
);
const marks = (tunings: Parameters<typeof marksOf>[0]['tunings'], axis: Parameters<typeof marksOf>[1] = 'steps') =>
  marksOf({ tunings, history, experiment: defaultExperiment }, axis);

describe('marks of live changes', () => {
  it('take one movement of a slider as one change, to where it ended', () => {
    const moved = [0.38, 0.35, 0.3].flatMap((value, index) =>
      ['r2', 'r3'].map((run) => ({ step: 100 + 5 * index, run, key: 'rho' as const, value })),
    );
    expect(marks(moved)).toEqual([{ x: 100, label: 'ρ 0.3' }]);
  });

  it('stay apart when they came at different times, and for different values', () => {
    const changes = [
      { step: 100, run: null, key: 'lr' as const, value: 0.05 },
      { step: 100, run: 'r2', key: 'rho' as const, value: 0.2 },
      { step: 500, run: null, key: 'lr' as const, value: 0.01 },
    ];
    expect(marks(changes).map(({ label }) => label)).toEqual(['η 0.05', 'SAM: ρ 0.2', 'η 0.01']);
  });

  it('leave out what the group started with', () => {
    expect(marks([{ step: 0, run: null, key: 'lr', value: 0.1 }])).toEqual([]);
  });

  it('follow the horizontal axis', () => {
    expect(marks([{ step: 500, run: null, key: 'lr', value: 0.05 }], 'evals')[0]?.x).toBe(1000);
  });
});
