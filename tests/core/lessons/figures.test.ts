/** The two figures of the lessons, against arithmetic on paper. */
import { describe, expect, it } from 'vitest';
import { BEFORE, CLIMBS, seen } from '../../../src/core/lessons/climbs';
import { productLoss, rescaled, steadiest } from '../../../src/core/lessons/rescaling';
import { vector } from '../diagnostics/knownSurfaces';

describe('the loss of a product', () => {
  it('at (1, ½) has the Hessian [[½, 0], [0, 2]] and what follows from it', async () => {
    // p = ½: f = ¼, f′ = −1, f″ = 2; H = f″·(x₂², p; p, x₁²) + f′·(0, 1; 1, 0) = (½, 1 − 1; 1 − 1, 2).
    const { at, loss, hessian, sharpness } = await rescaled(1);
    expect(at).toEqual([1, 0.5]);
    expect(loss).toBeCloseTo(0.25, 12);
    [0.5, 0, 0, 2].forEach((entry, index) => expect(hessian[index]).toBeCloseTo(entry, 12));
    expect(sharpness.trace).toBeCloseTo(2.5, 12);
    expect(sharpness.determinant).toBeCloseTo(1, 12);
    expect(sharpness.frobenius).toBeCloseTo(Math.sqrt(4.25), 12);
    expect(sharpness.largest).toBeCloseTo(2, 12);
  });

  it('rescaled by 4 keeps loss and determinant, and nothing else', async () => {
    const [before, after] = await Promise.all([rescaled(1), rescaled(4)]);
    expect(after.loss).toBeCloseTo(before.loss, 12);
    expect(after.sharpness.determinant).toBeCloseTo(before.sharpness.determinant, 9);
    // 2·(4² + ⅛²)
    expect(after.sharpness.trace).toBeCloseTo(32.03125, 9);
    for (const measure of ['trace', 'frobenius', 'largest'] as const)
      expect(after.sharpness[measure]).toBeGreaterThan(2 * before.sharpness[measure]);
    expect(await steadiest(4)).toBe('determinant');
  });

  it('has the gradient that differences of the loss give', async () => {
    const read = async (value: ReturnType<typeof vector>) => [...(await productLoss.backend.read(value))];
    const [loss] = await read(productLoss.loss(vector([3, 0.7 + 1e-6])));
    const [before] = await read(productLoss.loss(vector([3, 0.7 - 1e-6])));
    const gradient = await read(productLoss.gradient(vector([3, 0.7])));
    expect(gradient[1]).toBeCloseTo(((loss as number) - (before as number)) / 2e-6, 5);
  });

  it('is asked for positive factors only', async () => {
    await expect(rescaled(0)).rejects.toThrow('the factor is 0, and must be positive');
  });
});

describe('two climbs', () => {
  it('are weighed by cross-entropy as by hand', async () => {
    const softplus = (x: number) => Math.log1p(Math.exp(x));
    const { crossEntropy, wrong } = await seen(CLIMBS.A);
    expect(crossEntropy).toBeCloseTo((softplus(-1) + softplus(4)) / 2, 12);
    expect(wrong).toBe(1);
  });

  it('are preferred differently: A by cross-entropy, B by the number of wrong samples and by BiSAM (−log)', async () => {
    const [before, a, b] = await Promise.all([seen(BEFORE), seen(CLIMBS.A), seen(CLIMBS.B)]);
    expect(a.crossEntropy).toBeGreaterThan(b.crossEntropy);
    expect(b.wrong).toBeGreaterThan(a.wrong);
    expect(b.bisamLog).toBeGreaterThan(a.bisamLog);
    for (const climb of [a, b]) expect(climb.crossEntropy).toBeGreaterThan(before.crossEntropy);
  });
});
