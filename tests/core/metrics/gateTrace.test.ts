import { describe, expect, it } from 'vitest';
import { blockOf } from '../../../src/core/metrics/block';
import { gateLevel, gateTrace } from '../../../src/core/metrics/gateTrace';
import { NORM_BINS, normHistogram, normRange } from '../../../src/core/metrics/histogram';
import type { MemberTick } from '../../../src/core/protocol/protocol';
import { historyOf, tickOf, upTo } from './histories';

/** Ten steps of a run with an adaptive gate: S = 4 throughout, μ = step, threshold = 2·step. */
const gated: MemberTick = {
  ...tickOf('r2', 1, upTo(10), () => 0),
  steps: blockOf({
    step: Float64Array.from(upTo(10)),
    gradNorm: new Float64Array(10).fill(9),
    sqGradNorm: new Float64Array(10).fill(4),
    mu: Float64Array.from(upTo(10)),
    ct: new Float64Array(10).fill(0.5),
    threshold: Float64Array.from(upTo(10), (step) => 2 * step),
  }),
};
const plain = tickOf('r1', 1, upTo(10), () => 0);
const memberOf = (tick: MemberTick) => {
  const [member] = historyOf(tick).members;
  if (!member) throw new Error('no member');
  return member;
};

describe('the level of an adaptive gate', () => {
  it('is that of the last step made', () => {
    expect(gateLevel(memberOf(gated), 10)).toEqual({ mu: 9, factor: 0.5, threshold: 18 });
    expect(gateLevel(memberOf(gated), 4)).toEqual({ mu: 3, factor: 0.5, threshold: 6 });
  });

  it('is not known before the first step, nor for a run without such a gate', () => {
    expect(gateLevel(memberOf(gated), 0)).toBeNull();
    expect(gateLevel(memberOf(plain), 10)).toBeNull();
    expect(gateTrace([memberOf(plain)], 9, 5)).toBeNull();
  });

  it('over training is a mean per span, and nothing where no step was made', () => {
    const trace = gateTrace([memberOf(gated)], 19, 4);
    expect([...(trace?.mu ?? [])]).toEqual([2, 7, Number.NaN, Number.NaN]);
    expect([...(trace?.threshold ?? [])]).toEqual([4, 14, Number.NaN, Number.NaN]);
  });
});

describe('the histogram of gradient norms of a gated run', () => {
  it('counts what its gate measured: the root of S, not the gradient that was climbed', () => {
    const members = [memberOf(gated)];
    const range = normRange(members);
    expect(range).toEqual([1, 10 ** 0.5]);
    const { shares } = normHistogram(members, range ?? [1, 10], 9, 1);
    // ln 2 / ln √10 of the way up.
    expect(shares[Math.floor((Math.log(2) / Math.log(10 ** 0.5)) * NORM_BINS)]).toBe(1);
  });
});
