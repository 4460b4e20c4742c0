/**
 * A thread of its own that trains jobs of a study one after the other, on WebAssembly as `basin train --backend wasm` does: the page's
 * own thread, and its device, are left alone.
 */
import type { Message } from '../core/protocol/protocol';
import { needsFiles } from '../core/datasets/index';
import { decode } from '../core/settings/link';
import { jobResult } from '../core/study/jobResult';
import type { JobOutcome, JobTrainer } from '../store/study/pool';
import { openTrainer, type TrainerOptions } from '../worker/client';
import { openSession, type TrainingCheckpoint } from './session';

/** @param options  a test's threads. */
export function openJobTrainer(
  userAgent: string,
  options: Pick<TrainerOptions, 'createWorker' | 'now'> = {},
): JobTrainer<TrainingCheckpoint> {
  let lost = '';
  let stopping: AbortController | null = null;
  let onDatasets = () => {};
  let client: ReturnType<typeof openTrainer> | undefined;
  const session = openSession((hear) => {
    const told = (message: Message) => {
      hear(message);
      if (message.type === 'datasets') onDatasets();
    };
    client = openTrainer({
      ...options,
      onMessage: told,
      // Whoever trains decides whether to try again, in a thread that starts from nothing.
      onLoss({ code, detail }) {
        if (code !== 'no-module-worker') lost = code;
        hear({ type: 'failed', group: null, code, detail });
      },
    });
    return client;
  }, userAgent);

  /** How many samples a data set has is told with the list of all. */
  let listed: Promise<void> | undefined;
  const listDatasets = () => {
    listed ??= new Promise((then) => {
      onDatasets = then;
      client?.send({ type: 'listDatasets' });
    });
    return listed;
  };

  return {
    async train({ id, link }, { resume, onShare, onCheckpoint }): Promise<JobOutcome> {
      const { signal } = (stopping = new AbortController());
      try {
        if (needsFiles(decode(link).experiment.data)) await listDatasets();
        const { document } = await session.train({
          link,
          backend: 'wasm',
          signal,
          ...(resume ? { resume } : {}),
          onProgress: (step, steps) => onShare(step / steps),
          onCheckpoint,
        });
        return { type: 'done', result: jobResult(id, link, document) };
      } catch (error) {
        if (signal.aborted) return { type: 'stopped' };
        const reason = error instanceof Error ? error.message : String(error);
        return { type: lost === '' ? 'refused' : 'lost', reason };
      }
    },
    stop: () => stopping?.abort(),
    close: () => client?.close(),
  };
}
