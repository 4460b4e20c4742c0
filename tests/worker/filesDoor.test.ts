import { describe, expect, it } from 'vitest';
import type { FilesMessage } from '../../src/core/protocol/filesThread';
import type { Command, DatasetSummary, Message } from '../../src/core/protocol/protocol';
import { type FilesWorker, openFilesDoor } from '../../src/worker/filesDoor';
import type { RawDataset } from '../../src/core/datasets/dataset';

class FakeWorker implements FilesWorker {
  readonly received: unknown[] = [];
  isAlive = true;
  onmessage: FilesWorker['onmessage'] = null;
  onerror: FilesWorker['onerror'] = null;
  postMessage(message: unknown) {
    this.received.push(message);
  }
  terminate() {
    this.isAlive = false;
  }
  say(...messages: FilesMessage[]) {
    for (const message of messages) this.onmessage?.({ data: message } as MessageEvent);
  }
  break(message: string) {
    this.onerror?.({ message, preventDefault() {} } as ErrorEvent);
  }
}

function opened() {
  const workers: FakeWorker[] = [];
  const [messages, told]: [Message[], Command[]] = [[], []];
  let at = 0;
  const door = openFilesDoor({
    onMessage: (message) => messages.push(message),
    tell: (command) => told.push(command),
    createWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    now: () => at,
  });
  return { door, workers, messages, told, current: () => workers.at(-1) as FakeWorker, pass: (ms: number) => void (at += ms) };
}

const drop = (name: string) => ({ type: 'readFiles' as const, files: [{ name, size: 9 }] });
const done: FilesMessage = { type: 'done' };
const over: Message = { type: 'reading', reading: null };
const summary = { id: 'x-10-abcdef' } as DatasetSummary;

describe('the door of the thread that reads files', () => {
  it('starts one with the first command and ends it with the last answer', () => {
    const { door, workers, current, told, messages } = opened();
    expect(workers).toHaveLength(0);
    door.send(drop('a.csv'));
    door.send(drop('b.csv'));
    expect(workers).toHaveLength(1);
    expect(current().received).toEqual([drop('a.csv'), drop('b.csv')]);
    current().say({ type: 'stored', summary }, done);
    expect(told).toEqual([{ type: 'listDatasets', added: summary.id }]);
    expect(current().isAlive).toBe(true);
    current().say({ type: 'failed', group: null, code: 'file-empty', detail: '“b.csv”:' }, done);
    expect(current().isAlive).toBe(false);
    expect(messages).toEqual([{ type: 'failed', group: null, code: 'file-empty', detail: '“b.csv”:' }, over]);
    door.send(drop('c.csv'));
    expect(workers).toHaveLength(2);
  });

  it('hands what storage did not take, and looks at what is not stored, to the thread that trains', () => {
    const { door, current, told } = opened();
    const raw = { pool: { inputs: new Uint8Array(3) } } as unknown as RawDataset;
    door.send(drop('a.csv'));
    current().say({ type: 'unstored', raw, code: 'storage-full' }, done);
    const command = { type: 'preview', data: { kind: 'files', values: {} }, seed: 1, choice: {} } as never;
    door.send(command);
    current().say({ type: 'absent', command }, done);
    expect(told).toEqual([{ type: 'keepDataset', raw, code: 'storage-full' }, command]);
  });

  it('says which file was at hand when the thread breaks or falls silent, and starts another one for the next', () => {
    const { door, workers, current, messages, pass } = opened();
    door.send(drop('large.zip'));
    current().break('out of memory');
    expect(messages.at(-1)).toEqual({ type: 'failed', group: null, code: 'files-thread-died', detail: '“large.zip”: out of memory' });
    door.send(drop('other.zip'));
    current().say({ type: 'reading', reading: { done: 3, unit: 'files', file: 'other/3.png' } });
    pass(119_000);
    door.watch();
    expect(current().isAlive).toBe(true);
    current().say({ type: 'heartbeat' });
    pass(119_000);
    door.watch();
    expect(current().isAlive).toBe(true);
    pass(2_000);
    door.watch();
    expect(current().isAlive).toBe(false);
    expect(messages.slice(-2)).toEqual([over, { type: 'failed', group: null, code: 'files-thread-died', detail: '“other/3.png”:' }]);
    expect(workers).toHaveLength(2);
  });

  it('ends what is being read at once, and hears nothing of it any more', () => {
    const { door, current, messages, told } = opened();
    door.stop();
    expect(messages).toEqual([]);
    door.send(drop('a.csv'));
    const worker = current();
    door.stop();
    expect(worker.isAlive).toBe(false);
    worker.say({ type: 'stored', summary }, done);
    expect([told, messages]).toEqual([[], [over]]);
  });
});
