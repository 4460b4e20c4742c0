import { describe, expect, it } from 'vitest';
import { createTrails, MOST_POINTS } from '../../src/engine/group/trails';

const weights = (step: number) => Float64Array.of(step, -step);

describe('the trail of weights that members leave', () => {
  it('stays within its bound however long they train, evenly spaced, at the same steps for all', () => {
    const trails = createTrails(2, 5);
    const members = ['r1/1', 'r2/1', 'r3/1'];
    trails.keep(members);
    for (let step = 5; step <= 20_000; step += 5)
      for (const member of members) if (trails.wants(member, step)) trails.add(member, step, weights(step));
    const kept = members.map((member) => trails.of(member).map(({ step }) => step));
    expect(kept[1]).toEqual(kept[0]);
    expect(kept[2]).toEqual(kept[0]);
    const [own = []] = kept;
    expect(own.length).toBeGreaterThanOrEqual(10);
    // With the start they share, and where each stands now.
    expect(1 + members.length * (own.length + 1)).toBeLessThanOrEqual(MOST_POINTS);
    const stride = own[0] as number;
    expect(own).toEqual(own.map((_, index) => stride * (index + 1)));
    expect((own.at(-1) as number) + stride).toBeGreaterThan(20_000);
    expect([...(trails.of('r2/1')[0]?.weights ?? [])]).toEqual([stride, -stride]);
  });

  it('wants no step twice, none of a stranger, and makes room for who joins', () => {
    const trails = createTrails(2, 1);
    trails.keep(['r1/1']);
    for (let step = 1; step <= 62; step++) trails.add('r1/1', step, weights(step));
    expect(trails.of('r1/1')).toHaveLength(62);
    expect([trails.wants('r1/1', 62), trails.wants('r1/1', 63), trails.wants('r2/1', 1)]).toEqual([false, true, false]);
    trails.keep(['r1/1', 'r2/1']);
    expect(trails.of('r1/1').map(({ step }) => step)).toEqual(Array.from({ length: 15 }, (_, index) => 4 * (index + 1)));
    expect([trails.wants('r2/1', 3), trails.wants('r2/1', 4)]).toEqual([false, true]);
    trails.keep(['r2/1']);
    expect(trails.of('r1/1')).toEqual([]);
  });

  it('is not left by a network too large to be copied', () => {
    const trails = createTrails(2 ** 25, 1);
    trails.keep(['r1/1']);
    expect(trails.wants('r1/1', 1)).toBe(false);
  });
});
