import { describe, expect, it } from 'vitest';
import { mayJoin, readsOwnPlace } from '../../../src/engine/graph/legality';
import { Lifetimes, Memory } from '../../../src/engine/graph/memory';
import type { Node } from '../../../src/engine/graph/node';
import { homesOf, placed, type Placing } from '../../../src/engine/graph/placement';
import { recording } from './recording';

const everywhere: Placing = { view: (of) => ({ of, offset: 0 }), mayWrite: () => true };
const once: Placing = { ...everywhere, mayWrite: (_, __, homes) => homes.length === 0 };

describe('a part of a concatenation', () => {
  const { make, leaf } = recording();
  const [a, b, c] = [make('abs', [leaf(2)], [2]), make('exp', [leaf(3)], [3]), make('log', [leaf(4)], [4])];
  const inner = make('concat', [a, b], [5]);
  const whole = make('concat', [c, inner], [9]);
  const needed = [a, b, c, inner, whole];

  it('is written where the outermost whole is read', () => {
    const { homes, copies, settled } = placed([whole], needed, everywhere);
    expect(needed.map((node) => homesOf(homes, node))).toEqual([
      [{ owner: whole, offset: 4 }],
      [{ owner: whole, offset: 6 }],
      [{ owner: whole, offset: 0 }],
      [{ owner: whole, offset: 4 }],
      [{ owner: whole, offset: 0 }],
    ]);
    expect(copies.size).toBe(0);
    expect(settled).toEqual(new Set(needed));
  });

  it('that is an output too is written to both, or copied where a kernel writes once', () => {
    expect(homesOf(placed([whole, b], needed, everywhere).homes, b)).toEqual([
      { owner: b, offset: 0 },
      { owner: whole, offset: 6 },
    ]);
    const { homes, copies } = placed([whole, b], needed, once);
    expect(homesOf(homes, b)).toEqual([{ owner: b, offset: 0 }]);
    expect(copies.get(inner)).toEqual([{ from: { of: b, offset: 0 }, size: 3, to: { owner: whole, offset: 6 } }]);
  });
});

describe('working memory', () => {
  const { leaf } = recording();
  const [a, b, c] = [leaf(10), leaf(10), leaf(10)];
  const step = (writes: readonly Node[], reads: readonly Node[]) => ({ writes: new Set(writes), reads: new Set(reads) });
  const run = (lifetimes: Lifetimes) =>
    lifetimes.steps.forEach((_, index) => {
      lifetimes.begin(index);
      lifetimes.end(index);
    });

  it('is used again behind the last read, and never before', () => {
    const memory = new Memory(1);
    const lifetimes = new Lifetimes(memory, [step([a], []), step([b], [a]), step([c], [b])], () => false);
    run(lifetimes);
    expect([a, b, c].map((node) => lifetimes.placeOf(node))).toEqual([0, 10, 0]);
    expect(memory.most).toBe(20);
  });

  it('has no room for what lies elsewhere', () => {
    const memory = new Memory(1);
    const lifetimes = new Lifetimes(memory, [step([a], []), step([b], [a])], (node) => node === b);
    run(lifetimes);
    expect(lifetimes.placeOf(b)).toBeUndefined();
    expect(memory.most).toBe(10);
  });
});

describe('a kernel may compute besides', () => {
  const kernel = {};
  const slot = { size: 8, lane: 0, order: 3 };
  const node = { size: 8, lane: 0 };
  const own = { by: kernel, order: 3, isOwnPlace: true };
  const earlier = { by: {}, order: 2, isOwnPlace: false };

  it('what needs its values at their own places, and others that are complete', () => {
    expect(mayJoin(kernel, slot, node, [own, earlier])).toBe(true);
  });

  it.each([
    ['what needs its values at other places', { reads: [{ ...own, isOwnPlace: false }] }],
    ['what needs a value that is not complete', { reads: [own, { ...earlier, order: 3 }] }],
    ['what has another number of places', { node: { size: 9, lane: 0 } }],
    ['what belongs to another run', { node: { size: 8, lane: 1 } }],
  ])('never %s', (_, changed) => {
    const { reads, node: other } = { reads: [own, earlier], node, ...changed };
    expect(mayJoin(kernel, slot, other, reads)).toBe(false);
  });

  it('element by element and through another shape, but not along a stretched axis or elsewhere', () => {
    const { make, leaf } = recording();
    const [table, row] = [leaf(3, 4), leaf(4)];
    const sum = make('add', [table, row], [3, 4]);
    expect([readsOwnPlace(sum, table), readsOwnPlace(sum, row)]).toEqual([true, false]);
    expect(readsOwnPlace(make('reshape', [table], [12], [12]), table)).toBe(true);
    expect(readsOwnPlace(make('transpose', [table], [4, 3], [1, 0]), table)).toBe(false);
  });
});
