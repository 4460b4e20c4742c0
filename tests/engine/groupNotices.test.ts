/** Behaviour that is defined and may surprise, in real trainings: it is said once per run, with the step. */
import { describe, expect, it } from 'vitest';
import { columnOf, NO_ROWS } from '../../src/core/metrics/block';
import { columnsIn } from '../core/metrics/histories';
import { decode } from '../../src/core/settings/link';
import { runOf } from '../../src/core/settings/runs';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import type { Advanced } from '../../src/engine/group/advance';
import { createGroup } from '../../src/engine/group/group';
import { finish, sam, sgd, tiny } from './groupExperiment';

async function noticedIn(experiment = tiny(), block = 7): Promise<Advanced['noticed']> {
  const group = createGroup(float64, experiment);
  const { noticed } = await finish(group, block);
  group.free();
  return noticed;
}
const short = (noticed: Advanced['noticed']) => noticed.map(({ about, code }) => `${about} ${code}`);

describe('a training', () => {
  it('in which nothing surprises has nothing to say', async () => {
    expect(await noticedIn(tiny({ runs: [sgd, sam, runOf('r3', 'ae-sam'), runOf('r4', 'lets-sam')] }))).toEqual([]);
  });

  it('says once per run, whatever its seeds and blocks, that a gate never opened or always did', async () => {
    const never = runOf('r1', 'ae-sam', { lambda1: 90, lambda2: 90 });
    const always = runOf('r2', 'ae-looksam', { lambda1: -90, lambda2: -90 });
    for (const block of [1, 7, 30]) {
      const noticed = await noticedIn(tiny({ runs: [never, always, sam], training: { seeds: [1, 2, 3] } }), block);
      expect(short(noticed)).toEqual(['r1 gate-never-open', 'r2 gate-always-open']);
      expect(noticed.map(({ step }) => step)).toEqual([29, 29]);
    }
  });

  it('says that a learned radius has come to its limit, and goes on with that radius', async () => {
    const run = runOf('r1', 'lets-sam', { rho0: 9, letslr: 1, metric: 'val' });
    const group = createGroup(float64, tiny({ runs: [run], training: { steps: 60 } }));
    const { noticed, ticks, diverged } = await finish(group);
    expect(diverged).toEqual([]);
    expect(short(noticed)).toEqual(['r1 radius-at-limit']);
    const radii = [...(columnsIn(ticks[0]?.steps ?? NO_ROWS).radius ?? [])];
    for (const radius of radii) {
      expect(radius).toBeGreaterThan(1e-4 * (1 - 1e-12));
      expect(radius).toBeLessThan(10 * (1 + 1e-12));
    }
    const at = noticed[0]?.step as number;
    expect([1e-4, 10].some((limit) => Math.abs((radii[at + 1] as number) / limit - 1) < 1e-12)).toBe(true);
  });

  it('says that a selection of samples came out empty, and descends with one', async () => {
    // A twentieth of ten samples is none.
    const runs = [runOf('r1', 'esam', { gamma: 0.05, rho: 0.1 }), runOf('r2', 'esam', { gamma: 0.5, rho: 0.1 })];
    const group = createGroup(float64, tiny({ runs }));
    const { noticed, ticks, diverged } = await finish(group);
    expect(diverged).toEqual([]);
    expect(noticed).toMatchObject([{ about: 'r1', code: 'selection-empty', step: 0 }]);
    expect([...(columnsIn(ticks[0]?.steps ?? NO_ROWS).gradEvals ?? [])].every((evaluations) => Math.abs(evaluations - 1.1) < 1e-12)).toBe(
      true,
    );
  });

  it('says that an exponential was cut off before it overflowed, and goes on with finite steps', async () => {
    const values = { rho: 1e-3, half: 1 };
    const runs = [
      runOf('r1', 'logdet-sam', { ...values, lambda: 1e-9 }),
      runOf('r2', 'det-sam', { ...values, lambda: 0 }),
      runOf('r3', 'det-sam'),
    ];
    const group = createGroup(float64, tiny({ runs }));
    const { noticed, ticks, diverged } = await finish(group);
    expect(diverged).toEqual([]);
    expect(short(noticed)).toEqual(['r1 exponent-cut-off', 'r2 exponent-cut-off']);
    for (const { steps } of ticks)
      for (const values of [columnOf(steps, 'regularizer'), columnOf(steps, 'regGradNorm')])
        for (const value of values ?? []) expect(value).toSatisfy(Number.isFinite);
  });

  it('says that a gradient was exactly zero, and stays where it is then', async () => {
    // Points far apart and a huge step: every sample is right with a probability of exactly one.
    const far = { data: ['blobs', { n: 40, noise: 0, spread: 0.01 }], model: ['softmax'], optimizer: ['sgd'] } as const;
    const runs = [sgd, runOf('r2', 'sam', { rho: 1e-3 })];
    const noticed = await noticedIn(tiny({ ...far, runs, training: { lr: 1e7, steps: 40 } }));
    expect(short(noticed).sort()).toEqual(['r1 zero-gradient', 'r2 zero-gradient']);
  });

  it('that diverges blames what was the cause', async () => {
    const deep = decode('v=1&n=60&test=100&batch=16&steps=200&every=200&rff=16&width=16&depth=4&algos=frob-sam(lambda=10)').experiment;
    const fast = tiny({ runs: [{ ...sgd, learningRate: 300 }], optimizer: ['sgd', { momentum: 0.9, wd: 0.5 }], training: { steps: 400 } });
    for (const [cause, experiment] of [
      ['weight', deep],
      ['rate', fast],
    ] as const) {
      const group = createGroup(float64, experiment);
      const { noticed, diverged } = await finish(group);
      expect(diverged).toHaveLength(1);
      expect(noticed.filter(({ code }) => code === 'not-finite')).toMatchObject([{ about: 'r1', cause }]);
      group.free();
    }
  });

  it('names what was no number where a run diverges', async () => {
    const group = createGroup(float64, tiny({ runs: [{ ...sgd, learningRate: 1e200 }] }));
    for (;;) {
      const { diverged, noticed } = await group.advance(5);
      if (diverged.length === 0) continue;
      expect(diverged).toMatchObject([{ reason: 'its loss' }]);
      const { step } = diverged[0] as (typeof diverged)[number];
      expect(noticed).toMatchObject([
        { about: 'r1', code: 'not-finite', step, message: expect.stringContaining('its loss was no longer') },
      ]);
      return;
    }
  });
});
