import type { Message } from '../../src/core/protocol/protocol';
import type { Experiment } from '../../src/core/settings/experiment';
import { openWasm } from '../../src/engine/wasm/open';
import { createGroup } from '../../src/engine/group/group';
import { createTrainer, type TrainerCommand } from '../../src/engine/training/trainer';
import { curves, finish } from './groupExperiment';

type Said<T extends Message['type']> = Extract<Message, { type: T }>;

/** A trainer on plain JavaScript, and everything it says. */
export function converse() {
  const said: Message[] = [];
  let wake: (() => void)[] = [];
  const trainer = createTrainer({
    post(message) {
      said.push(message);
      if (message.type === 'tick') trainer.receive({ type: 'acknowledge', group: message.group, seq: message.seq });
      for (const resolve of wake) resolve();
      wake = [];
    },
    loadDataset: () => Promise.reject(new Error('no files here')),
  });
  const all = <T extends Message['type']>(type: T) => said.filter((message): message is Said<T> => message.type === type);
  return {
    said,
    all,
    send: (command: TrainerCommand) => trainer.receive(command),
    /** The first message of a kind after the first `skip` of them. */
    async next<T extends Message['type']>(type: T, skip = 0): Promise<Said<T>> {
      for (;;) {
        const found = all(type)[skip];
        if (found) return found;
        const [failed] = all('failed');
        if (failed) throw new Error(`${failed.code}: ${failed.detail}`);
        await new Promise<void>((resolve) => wake.push(resolve));
      }
    },
    rows: () => all('tick').flatMap(({ members }) => members),
    /** Messages of measuring in order, as the step and how much of what was done; null when it is over. */
    progress: () =>
      all('measuring').map(
        ({ measuring }) =>
          measuring && `${measuring.what === 'norms' ? measuring.member.id : 'plane'} ${measuring.done}/${measuring.planned}`,
      ),
    /** Measurements, as member, step and mini-batches. */
    measured: () => all('gradientNorms').map(({ norms: { member, step, squaredNorms } }) => [member.id, step, squaredNorms.length]),
  };
}

/** Curves of the first seed of every run, by member, as a group gives them that nobody talks to. */
export async function curvesAlone(experiment: Experiment): Promise<ReadonlyMap<string, ReturnType<typeof curves>>> {
  const { backend } = await openWasm();
  const alone = createGroup(backend, experiment);
  const { ticks } = await finish(alone);
  alone.free();
  return new Map(experiment.runs.map(({ id }) => [`${id}/1`, curves(ticks, `${id}/1`)]));
}
