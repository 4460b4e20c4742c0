/**
 * A thread of its own that trains jobs of a study one after the other, on WebAssembly as `basin train --backend wasm` does: the page's
 * own thread, and its device, are left alone.
 */
import type { Message } from '../core/protocol/protocol';
import { noticeOf } from '../core/failures';
import { sentences } from '../core/notice';
import { needsFiles } from '../core/datasets/index';
import { decode } from '../core/settings/link';
import { jobResult } from '../core/study/jobResult';
import type { JobOutcome, JobTrainer } from '../store/study/pool';
import { openTrainer, type TrainerOptions } from '../worker/client';
import { openSession, type TrainingCheckpoint } from './session';

/** A job has one member, and other threads have jobs of their own. Changes no number. */
const ALONE = 'threads=1';

/** @param options  a test's threads. */
export function openJobTrainer(
  userAgent: string,
  options: Pick<TrainerOptions, 'createWorker' | 'now'> = {},
): JobTrainer<TrainingCheckpoint> {
  let lost = '';
  /** Said before anybody asked. */
  let unsupported = '';
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
        if (code === 'no-module-worker') unsupported = sentences(noticeOf(code, detail));
        else lost = code;
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
      if (unsupported !== '') return { type: 'refused', reason: unsupported };
      const { signal } = (stopping = new AbortController());
      try {
        if (needsFiles(decode(link).experiment.data)) await listDatasets();
        const { document } = await session.train({
          link: `${link}&${ALONE}`,
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
