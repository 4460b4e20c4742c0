import { describe, expect, it } from 'vitest';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { openWasm } from '../../src/engine/wasm/open';
import { createGroup } from '../../src/engine/group/group';
import { measureLandscape } from '../../src/engine/group/landscape';
import { finish, sam, sgd, tiny } from './groupExperiment';
import { byHand, softmaxAt } from './softmaxByHand';

const length = (vector: Float64Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

describe('a probe at the ground around w', () => {
  it('is the loss along a line through w, and the largest eigenvalue of the Hessian, as worked out in plain doubles', async () => {
    const { shared, dataset, probe, member, at } = softmaxAt();
    const { losses, axis, curvature, directionNorm, samples } = await measureLandscape(float64, shared.network, member, probe);
    expect([samples, axis[0], axis[20], axis[40]]).toEqual([probe.size, -1, 0, 1]);
    const { loss, product } = byHand({ dataset, at, samples });
    expect(losses[20]).toBeCloseTo(loss(at), 12);
    // Each filter of the direction is as long as the filter it moves, and biases do not move.
    const weights = at.slice(0, 2 * dataset.classes);
    expect(directionNorm).toBeCloseTo(length(weights), 8);
    // Power iteration on the written-out Hessian, for many steps.
    let vector = Float64Array.from(at, (_, index) => Math.sin(index + 1));
    for (let step = 0; step < 500; step++) {
      const next = product(vector);
      vector = next.map((value) => value / length(next));
    }
    const largest = length(product(vector));
    expect(curvature.isConverged).toBe(true);
    expect(curvature.value).toBeLessThanOrEqual(largest + 1e-9);
    expect(curvature.value).toBeGreaterThan(0.9999 * largest);
  });

  it('goes the same way for all runs of a seed, and costs none of them anything', async () => {
    const experiment = tiny({ runs: [sgd, sam] });
    const looked = createGroup(float64, experiment);
    const plain = createGroup(float64, experiment);
    const [one, other] = [await looked.measureLandscape('r1'), await looked.measureLandscape('r2')];
    expect(one?.losses).toEqual(other?.losses);
    expect(await looked.measureLandscape('r9')).toBeNull();
    await finish(looked);
    await finish(plain);
    const [after, before] = [await looked.snapshot('g'), await plain.snapshot('g')];
    const numbers = (snapshot: typeof after) => snapshot.members.map(({ seconds: _, ...member }) => member);
    expect(numbers(after)).toEqual(numbers(before));
    expect((await looked.measureLandscape('r1'))?.losses).not.toEqual((await looked.measureLandscape('r2'))?.losses);
  });

  it('leaves nothing on the device', async () => {
    const { backend: wasm } = await openWasm();
    const group = createGroup(wasm, tiny({ runs: [sam] }));
    const before = wasm.tensorCount();
    const found = await group.measureLandscape('r2');
    expect(found?.losses.every(Number.isFinite)).toBe(true);
    expect(wasm.tensorCount()).toBe(before);
    group.free();
  });
});
