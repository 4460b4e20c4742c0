import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf } from '../../../src/core/metrics/block';
import { Column, Table } from '../../../src/core/metrics/columns';

const batch = fc.array(fc.double({ noNaN: true }), { maxLength: 40 }).map((values) => Float64Array.from(values));

describe('a column', () => {
  it('holds what was appended, in order, however it came in batches', () => {
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 12 }), (batches) => {
        const column = batches.reduce((before, values) => before.append(values), Column.empty);
        expect([...column.values]).toEqual(batches.flatMap((values) => [...values]));
      }),
    );
  });

  it('is a value: appending twice to the same one gives two independent columns', () => {
    const before = Column.empty.append(Float64Array.of(1, 2));
    const one = before.append(Float64Array.of(3));
    const other = before.append(Float64Array.of(4, 5));
    expect([[...before.values], [...one.values], [...other.values]]).toEqual([
      [1, 2],
      [1, 2, 3],
      [1, 2, 4, 5],
    ]);
  });

  it('does not copy when the newest is appended to', () => {
    const before = Column.empty.append(Float64Array.of(1));
    expect(before.append(Float64Array.of(2)).values.buffer).toBe(before.values.buffer);
  });

  it('keeps what was written after it was cut short and appended to', () => {
    const whole = Column.empty.append(Float64Array.of(1, 2, 3));
    const cut = whole.first(1).append(Float64Array.of(9));
    expect([[...whole.values], [...cut.values]]).toEqual([
      [1, 2, 3],
      [1, 9],
    ]);
  });
});

describe('a table', () => {
  it('fills columns that a batch lacks with NaN, before and after', () => {
    const table = new Table<'a' | 'b'>().append(blockOf({ a: [1] })).append(blockOf({ b: [2] }));
    expect([...table.column('a')]).toEqual([1, Number.NaN]);
    expect([...table.column('b')]).toEqual([Number.NaN, 2]);
  });

  it('refuses columns of different lengths', () => {
    expect(() => blockOf({ a: [1], b: [1, 2] })).toThrow('expected 1 rows, got 2');
  });
});

describe('a column that never came', () => {
  it('is as long as its table and nothing but NaN, for long tables and short ones in turn', () => {
    for (const length of [3, 1000, 0, 5]) {
      const table = new Table<'step' | 'loss'>().append(blockOf({ step: new Float64Array(length) }));
      const column = table.column('loss');
      expect(column).toHaveLength(length);
      expect(column.every(Number.isNaN)).toBe(true);
    }
  });
});
