import { describe, expect, it } from 'vitest';
import { columnsIn } from '../../core/metrics/histories';
import type { MemberTick, Message, Pace } from '../../../src/core/protocol/protocol';
import { joinTicks } from '../../../src/engine/training/joinTicks';
import { nextBlock, PACES } from '../../../src/engine/training/pacing';
import { createTrainer } from '../../../src/engine/training/trainer';
import { sam, sgd, tiny } from '../groupExperiment';

const STEPS = 60;

/** All that is said of a run on plain JavaScript at one pace. */
async function trained(pace: Pace) {
  const said: Message[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    const trainer = createTrainer({
      post(message) {
        said.push(message);
        if (message.type === 'tick') trainer.receive({ type: 'acknowledge', group: message.group, seq: message.seq });
        if (message.type === 'ended') resolve();
        if (message.type === 'failed') reject(new Error(message.detail));
      },
      loadDataset: () => Promise.reject(new Error('no files here')),
    });
    trainer.receive({ type: 'pace', pace });
    trainer.receive({
      type: 'start',
      group: 'g1',
      experiment: tiny({ runs: [sgd, sam], training: { steps: STEPS, every: 20 }, backend: 'wasm' }),
    });
  });
  await ended;
  const ticks = said.filter((message) => message.type === 'tick');
  return { ticks, rows: joinTicks(ticks.flatMap(({ members }): readonly MemberTick[] => members)) };
}

/** Seconds are the clock's, and no two runs share them. */
const timeless = (rows: readonly MemberTick[]) =>
  rows.map((row) => ({ ...row, steps: columnsIn(row.steps), measured: { ...columnsIn(row.measured), seconds: undefined } }));

it('turbo trains to the same numbers as smooth, and both say what their time went into', async () => {
  const smooth = await trained('smooth');
  const turbo = await trained('turbo');
  expect(smooth.rows[0]?.steps.rows).toBe(STEPS);
  expect(timeless(turbo.rows)).toEqual(timeless(smooth.rows));
  for (const { ticks } of [smooth, turbo]) {
    const spent = ticks.map((tick) => tick.spent);
    expect(spent.every(Boolean)).toBe(true);
    const issuing = spent.reduce((sum, one) => sum + (one?.issuing ?? 0), 0);
    const measuring = spent.reduce((sum, one) => sum + (one?.measuring ?? 0), 0);
    expect(issuing).toBeGreaterThan(0);
    expect(measuring).toBeGreaterThan(0);
  }
});

describe('a block of steps', () => {
  /** Steps of blocks on a device where a step takes `ms` and each block `read` besides. */
  function blocks(pace: Pace, ms: number, read: number): readonly number[] {
    let steps = 1;
    return Array.from({ length: 20 }, () => (steps = nextBlock(PACES[pace], steps, steps, steps * ms + read)));
  }

  it.each([
    ['smooth', 0.5, 0, 20],
    ['smooth', 0.5, 2, 16],
    ['smooth', 30, 2, 1],
    ['turbo', 0.5, 0, 500],
    ['turbo', 0.001, 0, 5000],
  ] as const)('%s, at %d ms a step and %d ms a read, comes to %d steps and stays there', (pace, ms, read, steps) => {
    const found = blocks(pace, ms, read);
    expect(found.at(-1)).toBe(steps);
    expect(found.at(-2)).toBe(steps);
  });

  it('grows fourfold at most, and is not made short by a measurement that cut the last one', () => {
    expect(blocks('smooth', 0.01, 0).slice(0, 3)).toEqual([4, 16, 64]);
    // Ten of the twenty steps asked for, in the time of ten.
    expect(nextBlock(PACES.smooth, 20, 10, 5)).toBe(20);
  });
});
