import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/engine/webgpu/fusion';
import { dependencies, isGiven, type Node } from '../../../src/engine/graph/node';
import { compile } from '../../../src/engine/webgpu/program';
import { HARDWARE, SOFTWARE } from '../../../src/engine/webgpu/tuning';
import { type Recording, recording } from '../graph/recording';

/** Kinds of the kernels that leave `node` stored, in order. */
function kindsFor(node: Node): string[] {
  const { needed } = dependencies([node], isGiven);
  return plan(new Set([node]), needed, isGiven, HARDWARE).kernels.map(({ kind }) => kind);
}

describe('what a product reads', () => {
  const product = (of: (record: Recording) => Node) => {
    const record = recording();
    return record.make('matMul', [record.leaf(128, 64), of(record)], [128, 64], [0, 0]);
  };

  it('is stored once where each number of it needs two: w + ε', () => {
    expect(kindsFor(product(({ make, leaf }) => make('add', [leaf(64, 64), leaf(64, 64)], [64, 64])))).toEqual(['map', 'product']);
  });

  it('is stored once behind a change of shape too', () => {
    const weights = product(({ make, leaf }) => make('reshape', [make('add', [leaf(4096), leaf(4096)], [4096])], [64, 64], [64, 64]));
    expect(kindsFor(weights)).toEqual(['map', 'product']);
  });

  it('is written out where each number of it needs one', () => {
    expect(kindsFor(product(({ make, leaf, literal }) => make('max', [leaf(64, 64), literal(0)], [64, 64])))).toEqual(['product']);
  });
});

describe('what a single thread sums', () => {
  const summed = (of: (record: Recording) => Node) => {
    const record = recording();
    return record.make('sum', [of(record)], [], [0]);
  };

  it('is worked out by as many threads as there are samples where it is much: losses of a batch', () => {
    const losses = summed(({ make, leaf }) => make('log', [make('sum', [make('exp', [leaf(128, 10)], [128, 10])], [128], [1])], [128]));
    expect(kindsFor(losses)).toEqual(['map', 'reduce']);
  });

  it('is written out where it is little', () => {
    expect(kindsFor(summed(({ make, leaf }) => make('square', [leaf(128)], [128])))).toEqual(['reduce']);
  });
});

it('places of an element-wise kernel share threads where threads cost more than places', () => {
  const { make, leaf } = recording();
  const doubled = make('add', [leaf(4096), leaf(4096)], [4096]);
  const groups = (tuning: typeof HARDWARE) => compile([doubled], 0, tuning).dispatches.map(({ x, y, z }) => x * y * z);
  expect(groups(HARDWARE)).toEqual([4096 / 64]);
  expect(groups({ ...SOFTWARE, mostThreads: 512 })).toEqual([512 / 64]);
});
