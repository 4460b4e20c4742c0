/** Runs that are not equally long: each is, to the bit, what it is alone with its own number of steps. */
import { expect, it } from 'vitest';
import { columnOf } from '../../src/core/metrics/block';
import { float64Backend } from '../../src/core/tensor/float64';
import { createGroup } from '../../src/engine/group/group';
import type { Experiment, RunSettings } from '../../src/core/settings/experiment';
import { bisam, curves, finish, sam, sgd, tiny } from './groupExperiment';

const COSINE = { schedule: ['cosine'] as const };
const long: RunSettings = { ...sgd, length: 2 };
const short: RunSettings = { ...bisam, length: 0.5 };

async function trained(experiment: Experiment, block = 7) {
  const group = createGroup(float64Backend, experiment);
  const { ticks } = await finish(group, block);
  const ended = { step: group.step(), members: group.members().map(({ id }) => id) };
  group.free();
  return { ticks, ...ended };
}

const training = (steps: number) => ({ training: { steps, every: 5 } });

it('each ends where its own schedule ends, and the group with the longest', async () => {
  const together = await trained(tiny({ runs: [long, sam, short], ...COSINE, ...training(30) }));
  expect(together.step).toBe(60);
  for (const [run, steps] of [
    [long, 60],
    [sam, 30],
    [short, 15],
  ] as const) {
    const { length: _, ...plain } = run;
    const alone = await trained(tiny({ runs: [plain], ...COSINE, ...training(steps) }));
    expect(curves(together.ticks, `${run.id}/1`)).toEqual(curves(alone.ticks, `${run.id}/1`));
  }
});

it('measures every run at its own end, also where that lies between two measurements', async () => {
  const { ticks } = await trained(tiny({ runs: [sam, { ...sgd, length: 1.1 }], ...training(20) }));
  const measured = (id: string) => [
    ...(columnOf(ticks.find((tick) => tick.id === id)?.measured ?? { metrics: [], rows: 0, values: new Float64Array() }, 'step') ?? []),
  ];
  expect(measured('r2/1')).toEqual([0, 5, 10, 15, 20]);
  expect(measured('r1/1')).toEqual([0, 5, 10, 15, 20, 22]);
});

it('a run that joins after others have ended catches up to its own end, and moves nobody', async () => {
  const first = tiny({ runs: [long, sam], ...COSINE, ...training(20) });
  const group = createGroup(float64Backend, first);
  const begun = await finish(group, 6, 30);
  expect([group.step(), group.isTraining('r2/1'), group.isTraining('r1/1')]).toEqual([30, false, true]);
  const all = { ...first, runs: [long, sam, short] };
  await group.change(all);
  expect(group.step()).toBe(0);
  const rest = await finish(group, 6);
  expect([group.step(), group.isFinished()]).toEqual([40, true]);
  group.free();
  const whole = await trained(all);
  for (const id of whole.members) expect(curves([...begun.ticks, ...rest.ticks], id)).toEqual(curves(whole.ticks, id));
});

it('goes on from a snapshot after the shorter ones ended, bit for bit', async () => {
  const experiment = tiny({ runs: [long, sam], ...COSINE, ...training(20) });
  const group = createGroup(float64Backend, experiment);
  const begun = await finish(group, 5, 25);
  const snapshot = await group.snapshot('any');
  group.free();
  const resumed = createGroup(float64Backend, experiment, { snapshot });
  expect([resumed.step(), resumed.isFinished()]).toEqual([25, false]);
  const rest = await finish(resumed, 5);
  resumed.free();
  const whole = await trained(experiment);
  for (const id of whole.members) expect(curves([...begun.ticks, ...rest.ticks], id)).toEqual(curves(whole.ticks, id));
});
