import { describe, expect, it } from 'vitest';
import type { Command, Message } from '../../src/core/protocol/protocol';
import { decode } from '../../src/core/settings/link';
import { jobOf } from '../../src/core/study/jobs';
import { openJobTrainer } from '../../src/headless/jobTrainer';
import type { WorkerLike } from '../../src/worker/client';
import { settled } from '../store/study/fakeTrainers';

/** A worker that does nothing by itself. */
function fakeWorker() {
  const commands: Command[] = [];
  const worker: WorkerLike & { isTerminated: boolean } = {
    isTerminated: false,
    postMessage: (command) => void commands.push(command as Command),
    terminate() {
      this.isTerminated = true;
    },
    onmessage: null,
    onerror: null,
  };
  const say = (message: Message) => worker.onmessage?.({ data: message } as MessageEvent<Message>);
  return { worker, commands, say };
}

const job = jobOf(decode('v=1&algos=sam&seeds=2').experiment);
const how = { onShare: () => {}, onCheckpoint: () => {} };
const report = { backend: 'wasm', adapter: '', sentence: '', candidates: [], versions: { basin: '1' } };

describe('a thread that trains jobs', () => {
  it('computes on WebAssembly, alone, at full speed, what the job’s link says', async () => {
    const { worker, commands, say } = fakeWorker();
    const trainer = openJobTrainer('', { createWorker: () => worker });
    void trainer.train(job, how);
    expect(commands).toMatchObject([{ type: 'open', backend: 'wasm' }]);
    say({ type: 'opened', report } as Message);
    await settled();
    const start = commands.find((command) => command.type === 'start');
    expect(commands.find(({ type }) => type === 'pace')).toMatchObject({ pace: 'turbo' });
    expect(start?.experiment.device).toMatchObject({ backend: 'wasm', threads: 1 });
    expect(jobOf(start?.experiment as NonNullable<typeof start>['experiment'])).toEqual(job);
    trainer.close();
    expect(worker.isTerminated).toBe(true);
  });

  it('that is lost says so, and one that cannot be had refuses', async () => {
    const { worker } = fakeWorker();
    const trainer = openJobTrainer('', { createWorker: () => worker });
    const outcome = trainer.train(job, how);
    worker.onmessage?.({ data: { type: 'heartbeat' } } as MessageEvent);
    worker.onerror?.({ message: 'out of memory', preventDefault() {} } as ErrorEvent);
    expect(await outcome).toMatchObject({ type: 'lost', reason: expect.stringContaining('out of memory') as string });
    trainer.close();
    const none = openJobTrainer('', {
      createWorker() {
        throw new Error('no workers here');
      },
    });
    expect(await none.train(job, how)).toMatchObject({ type: 'refused', reason: expect.stringContaining('no workers here') as string });
    none.close();
  });

  it('that is stopped before it has begun trains nothing', async () => {
    const { worker, commands, say } = fakeWorker();
    const trainer = openJobTrainer('', { createWorker: () => worker });
    const outcome = trainer.train(job, how);
    trainer.stop();
    say({ type: 'opened', report } as Message);
    expect(await outcome).toEqual({ type: 'stopped' });
    expect(commands.map(({ type }) => type)).toEqual(['open']);
    trainer.close();
  });
});
