/** What studies on the page need of the browser: threads that train, storage, and a clock. Loaded with the first study. */
import type { TrainingCheckpoint } from './session';
import type { Page } from '../store/page';
import { createStudies, type Studies } from '../store/study/studies';
import { openKeptJobs } from '../worker/keptJobs';
import { openJobTrainer } from './jobTrainer';

/** Threads on a machine with more processors; each holds a network and its data. */
const MOST_THREADS = 16;
/** An edit that is followed by another within this time is not read as a study. */
const REST_MS = 200;

/** The studies of this page. One processor is left to the page’s own thread. */
export function openStudies(page: Page): Studies {
  const { hardwareConcurrency, userAgent } = navigator;
  return createStudies<TrainingCheckpoint>({
    page,
    openTrainer: () => openJobTrainer(userAgent),
    kept: openKeptJobs(),
    version: __BASIN_VERSION__,
    mostThreads: Math.max(1, Math.min(MOST_THREADS, hardwareConcurrency - 1)),
    later(then) {
      const timer = setTimeout(then, REST_MS);
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
  });
}
