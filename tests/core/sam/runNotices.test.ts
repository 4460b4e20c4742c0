import { describe, expect, it } from 'vitest';
import { blockOf } from '../../../src/core/metrics/block';
import type { StepMetric } from '../../../src/core/metrics/catalogue';
import { RADIUS_LIMITS } from '../../../src/core/sam/radius/learned';
import { notFinite, type RunNotice, watchRun } from '../../../src/core/sam/runNotices';

const decides = { isEstimate: true };
const fixed = {};

/** Columns of steps `from`, from + 1 … with the values of each. */
function rows(from: number, count: number, values: Partial<Record<StepMetric, (step: number) => number>>) {
  const steps = Array.from({ length: count }, (_, index) => from + index);
  const columns = Object.entries(values).map(([metric, of]) => [metric, Float64Array.from(steps, of)]);
  return blockOf<StepMetric>({ step: steps, ...Object.fromEntries(columns) });
}
const codes = (notices: readonly Pick<RunNotice, 'code'>[]) => notices.map(({ code }) => code);

describe('a gradient of exactly zero', () => {
  it('is said with the step, and a small one is not', () => {
    const watch = watchRun('r1', fixed, 100);
    expect(watch(rows(0, 4, { gradNorm: () => 1e-30 }))).toEqual([]);
    const [notice] = watch(rows(4, 4, { gradNorm: (step) => (step === 6 ? 0 : 1) }));
    expect(notice).toMatchObject({
      code: 'zero-gradient',
      step: 6,
      message: expect.stringMatching(/^At step 6 the gradient was exactly zero/),
    });
  });
});

it('a gradient of exactly zero is a fitted batch only where the loss is small', () => {
  const remedy = (loss: number) => watchRun('r1', fixed, 100)(rows(0, 1, { gradNorm: () => 0, lossClean: () => loss }))[0]?.remedy;
  expect(remedy(1e-9)).toMatch(/^The batch is fitted/);
  for (const loss of [14.6, 0.3, Number.NaN]) expect(remedy(loss)).toMatch(/^The batch is not fitted/);
});

describe('a selection', () => {
  it('that left no sample is said, and one that left some is not', () => {
    const watch = watchRun('r1', fixed, 100);
    expect(watch(rows(0, 3, { emptySelections: () => 0 }))).toEqual([]);
    expect(watch(rows(3, 3, { emptySelections: (step) => (step === 4 ? 2 : 0) }))).toMatchObject([{ code: 'selection-empty', step: 4 }]);
  });
});

describe('rare samples', () => {
  it('that never came are said after fifty steps, and a batch without one is no zero gradient', () => {
    const never = watchRun('r1', fixed, 100)(rows(0, 60, { tailSamples: () => 0, gradNorm: () => 0 }));
    expect(never).toMatchObject([{ code: 'no-rare-sample', step: 49 }]);
    const once = watchRun('r1', fixed, 100)(rows(0, 90, { tailSamples: (step) => (step === 20 ? 1 : 0) }));
    expect(once).toEqual([]);
    expect(watchRun('r1', fixed, 100)(rows(0, 90, { gradNorm: () => 1 }))).toEqual([]);
  });
});

describe('an exponent', () => {
  it('that was cut off is said, with the limit', () => {
    const watch = watchRun('r1', fixed, 100);
    expect(watch(rows(0, 3, { limitedExponents: () => 0 }))).toEqual([]);
    const [notice] = watch(rows(3, 3, { limitedExponents: (step) => (step === 5 ? 1 : 0) }));
    expect(notice).toMatchObject({ code: 'exponent-cut-off', step: 5, message: expect.stringContaining('±30') });
  });
});

describe('a learned radius', () => {
  it.each([
    ['largest', RADIUS_LIMITS.most, 'came to 10, the largest'],
    ['smallest', RADIUS_LIMITS.least, 'came to 0.0001, the smallest'],
  ])('at the %s it may have is said, in doubles and in floats', (_, limit, sentence) => {
    for (const nu of [Math.log(limit), Math.fround(Math.log(limit))]) {
      const [notice] = watchRun('r1', fixed, 100)(rows(3, 1, { nuNext: () => nu }));
      expect(notice).toMatchObject({ code: 'radius-at-limit', step: 3, message: expect.stringContaining(sentence) });
    }
    expect(watchRun('r1', fixed, 100)(rows(0, 9, { nuNext: (step) => Math.log(limit) * (0.9 - step / 100) }))).toEqual([]);
  });
});

describe('a gate that decides by what it sees', () => {
  const judged = (open: (step: number) => boolean, steps: number, gate = decides) =>
    watchRun('r1', gate, steps)(rows(0, steps, { samApplied: (step) => (open(step) ? 1 : 0) }));

  it('is said to have never opened, or always, after a hundred steps that follow the first', () => {
    expect(judged(() => false, 500)).toMatchObject([{ code: 'gate-never-open', step: 100 }]);
    expect(judged((step) => step === 0, 500)).toMatchObject([{ code: 'gate-never-open', step: 100 }]);
    expect(judged(() => true, 500)).toMatchObject([{ code: 'gate-always-open', step: 100 }]);
  });

  it('is judged on a tenth of a long training, and on all of a short one', () => {
    expect(judged(() => true, 20_000)).toMatchObject([{ step: 2000 }]);
    expect(judged(() => true, 30)).toMatchObject([{ step: 29 }]);
    expect(judged(() => true, 9)).toEqual([]);
  });

  it('has nothing said of it when it did both, and is judged once', () => {
    expect(judged((step) => step === 57, 500)).toEqual([]);
    expect(judged((step) => step !== 57, 500)).toEqual([]);
    expect(judged((step) => step > 100, 500)).toHaveLength(1);
  });

  it('is counted through pieces of any length, and from where the watch began', () => {
    const watch = watchRun('r1', decides, 400);
    const said = Array.from({ length: 40 }, (_, piece) => watch(rows(200 + 5 * piece, 5, { samApplied: () => 0 })));
    expect(said.flat()).toMatchObject([{ code: 'gate-never-open', step: 299 }]);
  });

  it('is no gate that opens by a plan', () => {
    expect(judged(() => true, 500, fixed as never)).toEqual([]);
  });
});

it('every notice is one sentence of what happened and one of what to do', () => {
  const seen = [
    ...watchRun(
      'r1',
      decides,
      300,
    )(
      rows(0, 300, {
        samApplied: () => 0,
        gradNorm: () => 0,
        emptySelections: () => 1,
        limitedExponents: () => 2,
        nuNext: () => Math.log(10),
      }),
    ),
    ...watchRun('r1', decides, 300)(rows(0, 300, { samApplied: () => 1 })),
    notFinite('r1', 3, 'its loss', 'weight', { hasRadius: false, hasWeight: true }),
  ];
  expect(new Set(codes(seen)).size).toBe(7);
  for (const { message, remedy } of seen) for (const text of [message, remedy]) expect(text).toMatch(/^[A-Z][^]*[^.]\.$/);
});
