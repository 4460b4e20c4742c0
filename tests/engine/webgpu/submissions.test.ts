import { describe, expect, it } from 'vitest';
import { createSubmissions } from '../../../src/engine/webgpu/submissions';
import { compile } from '../../../src/engine/webgpu/program';
import { HARDWARE } from '../../../src/engine/webgpu/tuning';
import { recording } from '../graph/recording';

describe('how much one submission may be', () => {
  it('begins with a tenth of a second at the cautious rate, and with half of it after each loss', () => {
    expect(createSubmissions(1e8).most()).toBe(1e10);
    expect(createSubmissions(1e8, 2).most()).toBe(2.5e9);
  });

  it('follows what reads have waited for, up by no more than twice at a time', () => {
    const submissions = createSubmissions(100);
    const made = (work: number, from: number, to: number, latency = 0) => {
      submissions.submitted(work, from);
      submissions.done(submissions.total(), to, latency);
    };
    made(1e6, 0, 50);
    expect(submissions.most()).toBe(100 * 200);
    made(1e6, 100, 150);
    expect(submissions.most()).toBe(100 * 400);
    // 3,000 operations in 10 ms besides the way there and back.
    made(3000, 200, 310, 100);
    expect(submissions.most()).toBe(100 * 300);
    // A device that suddenly takes ten times as long is believed in two goes.
    made(300, 400, 410);
    made(300, 500, 510);
    expect(submissions.most()).toBe(100 * 30);
  });

  it('counts from when the device began, not from the last answer, and learns nothing from what was over at once', () => {
    const submissions = createSubmissions(100);
    submissions.submitted(1000, 0);
    submissions.done(1000, 10, 0);
    submissions.submitted(1500, 5000);
    submissions.done(2500, 5010, 0);
    expect(submissions.most()).toBe(100 * 150);
    submissions.submitted(1e9, 6000);
    submissions.done(submissions.total(), 6001, 0);
    expect(submissions.most()).toBe(100 * 150);
  });
});

describe('a dispatch', () => {
  const product = (of: number) => {
    const { make, leaf } = recording();
    return Array.from({ length: of }, () => make('matMul', [leaf(512, 512), leaf(512, 512)], [512, 512], [0, 0]));
  };
  const one = 2 * 512 ** 3;

  it('holds equal kernels of several runs while they are not too much together', () => {
    const sizes = (mostWork: number) => compile(product(6), 0, { ...HARDWARE, mostWork }).dispatches.map(({ z }) => z);
    expect(sizes(HARDWARE.mostWork)).toEqual([6]);
    expect(sizes(4.5 * one)).toEqual([4, 2]);
    expect(sizes(Number.POSITIVE_INFINITY)).toEqual([6]);
    const [whole] = compile(product(1), 0, { ...HARDWARE, mostWork: Number.POSITIVE_INFINITY }).dispatches;
    expect(whole?.work).toBe(one);
  });

  it('that is too much alone is cut into several, each with its own groups', () => {
    const { dispatches, places } = compile(product(1), 0, { ...HARDWARE, mostWork: one / 3 });
    const [whole] = compile(product(1), 0, HARDWARE).dispatches;
    expect(dispatches).toHaveLength(3);
    expect(new Set(dispatches.map(({ code }) => code)).size).toBe(1);
    expect(dispatches.reduce((sum, { x }) => sum + x, 0)).toBe(whole?.x);
    for (const { work } of dispatches) expect(work).toBeLessThanOrEqual(one / 3);
    // The first group of each is its last address: two inputs with place and offset, one output likewise.
    const firsts = dispatches.map(({ at }) => places[at + 6]);
    expect(firsts).toEqual([0, dispatches[0]?.x, 2 * (dispatches[0]?.x ?? 0)]);
  });
});
