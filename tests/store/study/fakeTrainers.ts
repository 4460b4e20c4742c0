/** Threads that train nothing: a test says how each job ends. */
import { decode } from '../../../src/core/settings/link';
import type { JobResult } from '../../../src/core/study/jobResult';
import type { StudyJob } from '../../../src/core/study/jobs';
import type { JobOutcome, JobTrainer } from '../../../src/store/study/pool';

export const VERSION = '9.9.9';

/** A result as a training gives it, of accuracies that a test chooses. */
export function resultOf({ id, link }: StudyJob, accuracy: number | ((link: string) => number) = 90, version = VERSION): JobResult {
  const value = typeof accuracy === 'number' ? accuracy : accuracy(link);
  return {
    format: 'basin-job',
    version: 1,
    id,
    link,
    fingerprint: { backend: 'wasm', adapter: '', sentence: '', candidates: [], versions: { basin: version }, userAgent: '', date: '' },
    seed: decode(link).experiment.training.seeds[0] ?? 1,
    parameters: 10,
    trainCount: 10,
    divergedAt: null,
    measured: { step: [0, 10], testAccuracy: [50, value], validationAccuracy: [50, value - 1] },
    lastStep: { radius: 0.1 },
  };
}

interface Training {
  readonly job: StudyJob;
  readonly resume: string | undefined;
  readonly end: (outcome: JobOutcome) => void;
  readonly onShare: (share: number) => void;
}

/** @property open every training that waits for its end, in their order. */
export function fakeTrainers() {
  const open: Training[] = [];
  const counts = { opened: 0, closed: 0 };
  const openTrainer = (): JobTrainer<string> => {
    counts.opened++;
    let own: Training | undefined;
    return {
      train: (job, { resume, onShare, onCheckpoint }) =>
        new Promise((then) => {
          own = {
            job,
            resume,
            onShare,
            end(outcome) {
              open.splice(open.indexOf(own as Training), 1);
              if (outcome.type === 'stopped') onCheckpoint(`checkpoint of ${job.id}`);
              then(outcome);
            },
          };
          open.push(own);
        }),
      stop: () => {
        if (own && open.includes(own)) own.end({ type: 'stopped' });
      },
      close: () => void counts.closed++,
    };
  };
  return { openTrainer, open, counts };
}

/** What was promised so far has happened. */
export const settled = (): Promise<void> => new Promise((then) => setImmediate(then));
