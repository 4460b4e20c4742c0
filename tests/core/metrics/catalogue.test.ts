import { describe, expect, it } from 'vitest';
import { splitMetrics, stepMetrics } from '../../../src/core/metrics/catalogue';
import { recipes } from '../../../src/core/sam/recipes';
import { runOf } from '../../../src/core/settings/runs';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { createGroup } from '../../../src/engine/group/group';
import { joinTicks } from '../../../src/engine/training/joinTicks';
import { finish, tiny } from '../../engine/groupExperiment';

describe('the catalogue', () => {
  it.each(Object.keys(recipes))('has a word for every number that %s reports', async (algorithm) => {
    // Two steps: some numbers come with the second.
    const group = createGroup(float64, tiny({ runs: [runOf('r1', algorithm)], training: { steps: 2, every: 1 } }));
    const [ticks] = joinTicks((await finish(group, 1)).ticks);
    group.free();
    expect((ticks?.steps.metrics ?? []).length).toBeGreaterThan(5);
    expect(ticks?.steps.metrics.filter((key) => !Object.hasOwn(stepMetrics, key))).toEqual([]);
    expect(ticks?.measured.metrics.filter((key) => !Object.hasOwn(splitMetrics, key))).toEqual([]);
  });

  it('names nothing that no algorithm reports', async () => {
    const names = Object.keys(recipes);
    const said = new Set(['step']);
    for (const algorithm of names) {
      const group = createGroup(float64, tiny({ runs: [runOf('r1', algorithm)], training: { steps: 2 } }));
      for (const { steps } of (await finish(group, 2)).ticks) for (const key of steps.metrics) said.add(key);
      group.free();
    }
    expect(Object.keys(stepMetrics).filter((key) => !said.has(key))).toEqual([]);
  });

  it.each([...Object.entries(stepMetrics), ...Object.entries(splitMetrics)])('explains %s', (_, { label, help }) => {
    expect(label.length).toBeGreaterThan(0);
    expect(label.length).toBeLessThanOrEqual(40);
    expect(help).toMatch(/^[A-Z0-9].*\.$/);
  });
});
