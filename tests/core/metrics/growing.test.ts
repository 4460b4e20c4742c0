import { describe, expect, it } from 'vitest';
import { blockOf } from '../../../src/core/metrics/block';
import { Table } from '../../../src/core/metrics/columns';
import { madeOf, type Rows } from '../../../src/core/metrics/growing';

type Names = 'one' | 'other';
const rows = (from: number, to: number) => {
  const one = Float64Array.from({ length: to - from }, (_, row) => from + row);
  return blockOf({ one, other: one.map((value) => 100 * value) });
};
const make = (table: Table<Names>, seen: number[] = []) =>
  madeOf(
    table.column('one'),
    'sum so far',
    (one, other) => {
      let sum = 0;
      return (row) => {
        seen.push(row);
        sum += one(row) + other(row);
        return sum;
      };
    },
    table.column('other'),
  );
/** 101 · (0 + 1 + … + row). */
const expected = (length: number) => Float64Array.from({ length }, (_, row) => (101 * row * (row + 1)) / 2);

describe('a column made of growing columns', () => {
  it('looks at every row once while their memory lasts, and from the start when it was moved', () => {
    const seen: number[] = [];
    const first = new Table<Names>().append(rows(0, 40));
    expect(make(first, seen)).toEqual(expected(40));
    const second = first.append(rows(40, 60));
    expect(make(second, seen)).toEqual(expected(60));
    expect(seen).toEqual(Array.from({ length: 60 }, (_, row) => row));
    expect(make(first)).toEqual(expected(40));
    const third = second.append(rows(60, 300));
    expect(make(third)).toEqual(expected(300));
  });

  it('is that of a table which went back and took another way', () => {
    const long = new Table<Names>().append(rows(0, 50));
    make(long);
    const back = long.first(20).append(blockOf({ one: [7], other: [3] }));
    expect([...make(back)].slice(19)).toEqual([expected(20)[19], (expected(20)[19] as number) + 10]);
    expect(make(long)).toEqual(expected(50));
  });

  it('keeps what is made under different names apart, and notices another second column', () => {
    const source = Float64Array.of(1, 2);
    const times = (factor: number) => (own: Rows) => (row: number) => factor * own(row);
    expect(madeOf(source, 'twice', times(2))).toEqual(Float64Array.of(2, 4));
    expect(madeOf(source, 'thrice', times(3))).toEqual(Float64Array.of(3, 6));
    const less = (taken: Float64Array) => madeOf(source, 'less', (own, other) => (row) => own(row) - other(row), taken);
    expect(less(Float64Array.of(1, 1))).toEqual(Float64Array.of(0, 1));
    expect(less(Float64Array.of(2, 2))).toEqual(Float64Array.of(-1, 0));
  });
});
