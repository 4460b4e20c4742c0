import { describe, expect, it } from 'vitest';
import { schedules } from '../../../src/core/sam/schedule/schedules';
import { choose, entryOf } from '../../../src/core/settings/entry';
import type { FieldValue } from '../../../src/core/settings/field';

const scheduleOf = (kind: string, values: Readonly<Record<string, FieldValue>> = {}) =>
  entryOf(schedules, kind).create(choose(schedules, kind, values).values as never);

describe.each(Object.keys(schedules))('schedule %s', (kind) => {
  const schedule = scheduleOf(kind);

  it('starts at the learning rate that was set', () => {
    for (const total of [1, 10, 1000]) expect(schedule.factor(0, total)).toBe(1);
  });

  it('stays between 0 and 1 and never rises', () => {
    for (const total of [1, 7, 400]) {
      const factors = Array.from({ length: total }, (_, position) => schedule.factor(position, total));
      for (const factor of factors) expect(factor).toSatisfy((value: number) => value >= 0 && value <= 1);
      factors.slice(1).forEach((factor, index) => expect(factor).toBeLessThanOrEqual(factors[index] as number));
    }
  });

  it('never goes below what it says is lowest', () => {
    const lowest = schedule.lowest(0.3);
    for (let position = 0; position <= 400; position++) expect(0.3 * schedule.factor(position, 400)).toBeGreaterThanOrEqual(lowest - 1e-15);
  });
});

describe('by hand', () => {
  it('cosine is at the middle half-way, at its floor at the end', () => {
    const plain = scheduleOf('cosine');
    expect(plain.factor(5, 10)).toBeCloseTo(0.5, 15);
    expect(plain.factor(10, 10)).toBeCloseTo(0, 15);
    expect(plain.factor(1, 3)).toBeCloseTo(0.75, 15); // ½(1 + cos 60°)
    const raised = scheduleOf('cosine', { floor: 0.2 });
    expect(raised.factor(10, 10)).toBeCloseTo(0.2, 15);
    expect(raised.factor(5, 10)).toBeCloseTo(0.6, 15);
    expect(raised.lowest(0.5)).toBeCloseTo(0.1, 15);
  });

  it('multi-step drops at each milestone, from that position on', () => {
    const { factor, lowest } = scheduleOf('multistep', { at: [3, 6], drop: 0.1 });
    const expected = [1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01];
    expected.forEach((value, position) => expect(factor(position, 8)).toBeCloseTo(value, 15));
    expect(lowest(2)).toBeCloseTo(0.02, 15);
  });

  it('linear rises over the warm-up and falls to zero at the end', () => {
    const { factor } = scheduleOf('linear', { warmup: 4 });
    [0, 0.25, 0.5, 0.75, 1, 5 / 6, 4 / 6].forEach((value, position) => expect(factor(position, 10)).toBeCloseTo(value, 15));
    expect(factor(10, 10)).toBe(0);
    expect(scheduleOf('linear').factor(5, 10)).toBe(0.5);
  });

  it('exponential multiplies by γ each time', () => {
    const { factor } = scheduleOf('exponential', { gamma: 0.9 });
    expect(factor(3, 10)).toBeCloseTo(0.729, 15);
  });
});
