/** Members spread over threads: here hands in this thread, whose messages are copied as those of workers are. */
import { describe, expect, it } from 'vitest';
import type { MemberTick } from '../../src/core/protocol/protocol';
import { runOf } from '../../src/core/settings/runs';
import { joinTicks } from '../../src/engine/training/joinTicks';
import { createGroup, type Group } from '../../src/engine/group/group';
import { createHand as createHandThread } from '../../src/engine/spread/hand';
import { createHand, type Hand, type HandThread } from '../../src/engine/spread/hands';
import type { HandCommand, HandMessage } from '../../src/engine/spread/talk';
import { spreadOver } from '../../src/engine/spread/spread';
import { threadsFor } from '../../src/engine/spread/threads';
import { openWasm } from '../../src/engine/wasm/open';
import { curves, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';

interface Threads {
  readonly hands: readonly Hand[];
  /** Commands that all were given. */
  readonly given: HandCommand['type'][];
  /** Ends one in the middle of its next command of this kind. */
  kill(type: HandCommand['type']): void;
}

function threads(count: number): Threads {
  const given: HandCommand['type'][] = [];
  let doomed: HandCommand['type'] | undefined;
  const start = (): HandThread => {
    let isOver = false;
    const thread: HandThread = {
      onmessage: null,
      onerror: null,
      postMessage(command) {
        given.push(command.type);
        if (command.type === doomed) {
          doomed = undefined;
          isOver = true;
          queueMicrotask(() => thread.onerror?.({ message: 'killed' } as ErrorEvent));
          return;
        }
        void inner.receive(structuredClone(command));
      },
      terminate() {
        isOver = true;
      },
    };
    const post = (data: HandMessage) => {
      const copy = structuredClone(data);
      queueMicrotask(() => {
        if (!isOver) thread.onmessage?.({ data: copy } as MessageEvent<HandMessage>);
      });
    };
    const inner = createHandThread({ post, open: async () => (await openWasm()).backend });
    post({ type: 'beat' });
    return thread;
  };
  return {
    hands: Array.from({ length: count }, () => createHand(start)),
    given,
    kill(type) {
      doomed = type;
    },
  };
}

const experiment = tiny({
  runs: [sgd, sam, runOf('r3', 'ae-sam')],
  training: { steps: 24, every: 6, seeds: [1, 2] },
});

async function trained(hands: readonly Hand[], during: (group: Group, turn: number) => Promise<unknown> = async () => undefined) {
  const { backend } = await openWasm();
  const group = createGroup(backend, experiment, { lend: spreadOver(hands) });
  const ticks: MemberTick[] = [];
  for (let turn = 0; !group.isFinished(); turn++) {
    ticks.push(...(await group.advance(4)).ticks);
    await during(group, turn);
  }
  const end = await states(group);
  const rows = Object.fromEntries(group.members().map(({ id }) => [id, curves(joinTicks(ticks), id)]));
  const pictures = await group.boundaries();
  const plane = await group.lossPlane();
  group.free();
  return { rows, end, pictures, planned: plane?.planned };
}

describe('members that are spread over threads', () => {
  it.each([1, 3])('give the bits of one thread with %i more', async (count) => {
    const { hands, given } = threads(count);
    expect(await trained(hands)).toEqual(await trained([]));
    expect(given.filter((type) => type === 'hold')).toHaveLength(count);
  });

  it('come home for pictures, snapshots and measurements, and go on', async () => {
    const look = async (group: Group, turn: number) => {
      if (turn % 2 === 0) await group.boundaries();
      if (turn === 3) await group.snapshot('any');
      if (turn === 4) {
        const norms = await group.gradientNorms('r2/2', 3);
        await norms?.advance(3);
        expect((await norms?.result())?.squaredNorms).toHaveLength(3);
        norms?.free();
      }
    };
    expect(await trained(threads(2).hands, look)).toEqual(await trained([], look));
  });

  it.each(['hold', 'advance', 'freeze'] as const)(
    'of a thread that dies in “%s” go on in another, and no row is missing or said twice',
    async (type) => {
      const { hands, given, kill } = threads(2);
      const look = async (group: Group, turn: number) => {
        if (turn === 1) await group.boundaries();
        if (turn === 2) kill(type);
        if (turn === 3) await group.snapshot('any');
        if (turn === 3 && type === 'hold') await group.change(experiment);
      };
      const { rows, end, pictures } = await trained(hands, look);
      const expected = await trained([]);
      expect({ rows, end, pictures }).toEqual({
        rows: expected.rows,
        end: expected.end,
        pictures: expected.pictures,
      });
      expect(given.filter((one) => one === 'hold').length).toBeGreaterThan(2);
    },
  );

  it('take changes and new runs along', async () => {
    const changed = {
      ...experiment,
      runs: [...experiment.runs.slice(1), runOf('r9', 'asam')],
      training: { ...experiment.training, lr: 0.02 },
    };
    const change = async (group: Group, turn: number) => {
      if (turn === 2) await group.change(changed);
    };
    expect(await trained(threads(2).hands, change)).toEqual(await trained([], change));
  });

  it('have file data with them', async () => {
    const pictures = tinyCnn({ runs: [sgd, sam], training: { seeds: [1, 2] } });
    const ends = [];
    for (const hands of [[], threads(2).hands]) {
      const group = createGroup((await openWasm()).backend, pictures, { raw: images(), lend: spreadOver(hands) });
      while (!group.isFinished()) await group.advance(5);
      ends.push(await states(group));
      group.free();
    }
    expect(ends[1]).toEqual(ends[0]);
  });
});

describe('how many threads', () => {
  const task = { inputShape: [2], classes: 2 };
  const long = tiny({ training: { steps: 1000, seeds: [1, 2] } });
  const asked = (threads: number) => ({ ...long, device: { ...long.device, threads } });

  it('are as many as the processor leaves, and no more than members', () => {
    expect([1, 2, 4, 6, 64].map((cores) => threadsFor(long, task, cores))).toEqual([1, 2, 3, 5, 6]);
    expect(threadsFor(asked(3), task, 64)).toBe(3);
    expect(threadsFor(asked(64), task, 1)).toBe(6);
  });

  it('is one where training is over before another has started', () => {
    expect(threadsFor(tiny(), task, 8)).toBe(1);
  });
});
