import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../src/core/settings/presets';
import { runOf } from '../../src/core/settings/runs';
import { emptyGroup } from '../../src/store/group';
import { charts } from '../../src/ui/charts/charts';
import { curvesOf, rangeOfSeeds } from '../../src/ui/charts/curves';
import { HeldLimits } from '../../src/ui/charts/heldLimits';
import { historyOf, tickOf, upTo } from '../core/metrics/histories';

const chart = charts.find(({ id }) => id === 'accuracy');
if (!chart) throw new Error('no chart of accuracy');
const { least: _, ...tight } = chart;

const STEPS = upTo(5000);
/** Two runs: three seeds of the first, which end at 50, 60 and 70, and one of the second. One seed has a spike. */
const group = {
  ...emptyGroup('g1', { ...defaultExperiment, runs: [runOf('r1', 'sgd'), runOf('r2', 'sam')] }),
  history: historyOf(
    ...[1, 2, 3].map((seed) => tickOf('r1', seed, STEPS, (step) => (seed === 2 && step === 1234 ? 5 : 40 + 10 * seed))),
    tickOf('r2', 1, STEPS, () => 80),
  ),
};

describe('the curves of single seeds', () => {
  it('are one line per seed of a run that has several, thinned apart from the means, which lose no row by them', () => {
    const { seedLines, x } = curvesOf(group, chart, 'steps', { seedlines: true });
    expect(seedLines.map(({ run, lines }) => [run, lines.length])).toEqual([['r1', 3]]);
    expect(seedLines[0]?.x.length).toBeLessThan(400);
    expect(x).toEqual(curvesOf(group, chart, 'steps').x);
    expect(curvesOf(group, chart, 'steps').seedLines).toEqual([]);
  });

  it('keep a spike that only one seed has, and the axis makes room for it', () => {
    const curves = curvesOf(group, chart, 'steps', { seedlines: true });
    const [seeds] = curves.seedLines;
    expect(Math.min(...(seeds?.lines[1] ?? []))).toBe(5);
    expect(new HeldLimits().around(curves, tight, 'all')?.[0]).toBeLessThanOrEqual(5);
    const without = curvesOf(group, chart, 'steps');
    expect(new HeldLimits().around(without, tight, 'all')?.[0]).toBeGreaterThan(5);
  });

  it('have a range at every place, and none where a run has one seed', () => {
    const { curves } = curvesOf(group, chart, 'steps', { seedlines: true });
    const [first, second] = curves.map((curve) => rangeOfSeeds(curve, 100));
    expect(first).toEqual([50, 70]);
    expect(second).toBeNull();
  });

  it('end in a cross where a seed diverged, at its last point', () => {
    const members = group.history.members.map(({ id, run, seed }) => ({
      id,
      run,
      seed,
      divergedAt: seed === 3 ? 4999 : null,
      divergedBecause: '',
    }));
    expect(curvesOf({ ...group, members }, chart, 'steps').crosses).toEqual([{ run: 'r1', x: 4999, y: 70 }]);
    const alone = members.map((member) => ({ ...member, divergedAt: member.run === 'r2' ? 4999 : null }));
    expect(curvesOf({ ...group, members: alone }, chart, 'steps').crosses).toEqual([{ run: 'r2', x: 4999, y: 80 }]);
  });
});
