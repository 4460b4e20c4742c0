import { describe, expect, it } from 'vitest';
import { blockOf, columnOf, joinBlocks, NO_ROWS, pickRows, rowOf } from '../../../src/core/metrics/block';
import { handedOver, type Message } from '../../../src/core/protocol/protocol';
import { tickOf } from './histories';

describe('a block of rows', () => {
  it('gives its columns without a copy', () => {
    const block = blockOf({ step: [0, 1], radius: [0.1, 0.2] });
    expect(columnOf(block, 'radius')).toEqual(Float64Array.of(0.1, 0.2));
    expect(columnOf(block, 'radius')?.buffer).toBe(block.values.buffer);
    expect(columnOf<'step' | 'radius' | 'mu'>(block, 'mu')).toBeUndefined();
  });

  it('joined to others has all rows in order, with NaN where a piece lacks a column', () => {
    type M = 'step' | 'mu';
    const joined = joinBlocks<M>([rowOf<M>({ step: 0 }), NO_ROWS, blockOf<M>({ mu: [5, 6], step: [1, 2] })]);
    expect(joined.metrics).toEqual(['step', 'mu']);
    expect(columnOf(joined, 'step')).toEqual(Float64Array.of(0, 1, 2));
    expect(columnOf(joined, 'mu')).toEqual(Float64Array.of(Number.NaN, 5, 6));
  });

  it('alone is not copied when it is joined', () => {
    const block = blockOf({ step: [1] });
    expect(joinBlocks([NO_ROWS, block])).toBe(block);
    expect(joinBlocks([])).toBe(NO_ROWS);
  });

  it('gives some of its rows', () => {
    expect(columnOf(pickRows(blockOf({ step: [3, 4, 5], mu: [6, 7, 8] }), [0, 2]), 'mu')).toEqual(Float64Array.of(6, 8));
  });
});

it('a tick hands its rows over: on the other side they are the same numbers, and here they are gone', () => {
  const tick: Message = {
    type: 'tick',
    group: 'g',
    seq: 1,
    step: 2,
    members: [tickOf('r1', 1, [0, 1], (step) => step), { ...tickOf('r1', 2, [], () => 0), steps: NO_ROWS, measured: NO_ROWS }],
    boundaries: [],
  };
  const before = structuredClone(tick);
  const after = structuredClone(tick, { transfer: handedOver(tick) });
  expect(after).toEqual(before);
  expect(tick.members[0]?.steps.values.byteLength).toBe(0);
  // What has no rows is one for all, and stays.
  expect(() => structuredClone(NO_ROWS, { transfer: handedOver({ ...tick, members: tick.members.slice(1) }) })).not.toThrow();
});
