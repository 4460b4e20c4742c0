/**
 * Studies on the page: which one is shown, what is known of its jobs, and the threads that train them in the background. The experiment on
 * the page says what is varied; a study stays while one of its trainings is looked at, and one from a file until it is closed.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { difference } from '../../core/settings/difference';
import { shownAs } from '../../core/settings/edit';
import type { Experiment } from '../../core/settings/experiment';
import { decode, encode } from '../../core/settings/link';
import type { JobResult } from '../../core/study/jobResult';
import { MOST_JOBS_ON_PAGE, readStudy, type Study, type StudyJob } from '../../core/study/jobs';
import { keptName, readKept, writeKept } from '../../core/study/keptResult';
import { type MergedStudy, mergedStudy } from '../../core/study/merged';
import type { Page } from '../page';
import type { StudyFile } from '../state';
import { createPool, type JobTrainer, type Pool } from './pool';

export interface StudyState {
  /** The study on the page; null where nothing is varied, or cannot be read. */
  readonly study: Study | null;
  /** Why what is varied is no study: one sentence; '' where it is, or nothing is. */
  readonly illegal: string;
  /** Name of the file that the study and its results are from; '' where they are this page's. */
  readonly file: string;
  readonly results: ReadonlyMap<string, JobResult>;
  /** `reading`: it is not known yet which jobs have results here. */
  readonly phase: 'reading' | 'idle' | 'running';
  /** Jobs under way, with the share that is done. */
  readonly underWay: ReadonlyMap<string, number>;
  /** Jobs that cannot be trained here, with the reason. */
  readonly failed: ReadonlyMap<string, string>;
  /** Why results are kept in memory only; '' where storage takes them. */
  readonly unkept: '' | 'storage-full' | 'storage-unavailable';
  /** What a job took here, in the mean of those that were; null before the first. */
  readonly secondsPerJob: number | null;
  /** Threads that train at once. */
  readonly threads: number;
  readonly mostThreads: number;
  /** The training that the page's settings are of, and the settings they came in the place of. */
  readonly opened: { readonly job: string; readonly experiment: Experiment; readonly before: Experiment } | null;
}

export interface Studies {
  readonly store: StoreApi<StudyState>;
  /** Trains what has no result yet, or failed, most telling first. */
  run(): void;
  pause(): void;
  setThreads(threads: number): void;
  /** Gives the page the settings of one training, and trains it there. `goBack` takes that back. */
  open(job: string): void;
  goBack(): void;
  /** Puts a study from a file away. */
  closeFile(): void;
  /** Gives the page the settings of a study from a file, to be trained here. */
  takeSettings(): void;
  /** What is known so far, as `basin merge` writes it; null without a study. */
  merged(): MergedStudy | null;
}

/** Results in storage, by name. */
export interface JobStorage {
  read(names: readonly string[]): Promise<readonly unknown[]>;
  write(name: string, record: string): Promise<void>;
}

export interface StudiesOptions<C> {
  readonly page: Pick<Page, 'store' | 'edit' | 'run' | 'holdStudy' | 'openStudy'>;
  readonly openTrainer: () => JobTrainer<C>;
  readonly kept: JobStorage;
  /** Of Basin: results of another one are other results. */
  readonly version: string;
  readonly mostThreads: number;
  /** Calls back when an edit has come to rest. Returns what prevents it. */
  readonly later: (then: () => void) => () => void;
  /** Milliseconds. */
  readonly now: () => number;
}

export function createStudies<C>({ page, openTrainer, kept, version, mostThreads, later, now }: StudiesOptions<C>): Studies {
  const store = createStore<StudyState>(() => ({
    study: null,
    illegal: '',
    file: '',
    results: new Map(),
    phase: 'idle',
    underWay: new Map(),
    failed: new Map(),
    unkept: '',
    secondsPerJob: null,
    threads: mostThreads,
    mostThreads,
    opened: null,
  }));
  const get = store.getState;
  const set = (part: Partial<StudyState>) => store.setState(part);
  const experimentOnPage = () => page.store.getState().experiment;
  let forgetEdit = () => {};
  /** Seconds of jobs that were trained here from their start. */
  let timed: readonly number[] = [];
  /** Results that storage did not take, for studies that come back. */
  const inMemory = new Map<string, JobResult>();

  const pool: Pool = createPool({
    openTrainer,
    now,
    find: async (job) => (await found([job])).get(job.id),
    onShare: (id, share) => set({ underWay: new Map(get().underWay).set(id, share) }),
    onOutcome(job, outcome, seconds) {
      if (seconds !== null) timed = [...timed, seconds];
      const underWay = new Map(get().underWay);
      underWay.delete(job.id);
      const secondsPerJob = timed.length === 0 ? null : timed.reduce((sum, one) => sum + one, 0) / timed.length;
      if (outcome.type === 'done') {
        set({ underWay, secondsPerJob, results: new Map(get().results).set(job.id, outcome.result) });
        if (seconds !== null || !inMemory.has(job.id)) void keep(job, outcome.result);
      } else set({ underWay, secondsPerJob, failed: new Map(get().failed).set(job.id, outcome.reason) });
    },
    onIdle: () => set({ phase: 'idle', underWay: new Map() }),
  });

  /** Results of these jobs that are known here. */
  async function found(jobs: readonly StudyJob[]): Promise<ReadonlyMap<string, JobResult>> {
    const names = jobs.map((job) => keptName(job, version));
    const records = await kept.read(names).catch(() => {
      unkept('storage-unavailable');
      return [];
    });
    return new Map(
      jobs.flatMap((job, index) => {
        const result = readKept(records[index], job, version) ?? inMemory.get(job.id);
        return result ? [[job.id, result] as const] : [];
      }),
    );
  }

  async function keep(job: StudyJob, result: JobResult): Promise<void> {
    try {
      await kept.write(keptName(job, version), writeKept(result));
    } catch (error) {
      inMemory.set(job.id, result);
      const isFull = (error as { readonly name?: unknown } | null)?.name === 'QuotaExceededError';
      unkept(isFull ? 'storage-full' : 'storage-unavailable');
    }
  }

  /** Said once: everything else goes on. */
  function unkept(why: 'storage-full' | 'storage-unavailable'): void {
    if (get().unkept === '') set({ unkept: why });
  }

  /** Shows a study and what is known of it; another one's jobs stop. */
  function show(study: Study | null, illegal = ''): void {
    pool.stop();
    set({ study, illegal, file: '', results: new Map(), phase: study ? 'reading' : 'idle', underWay: new Map(), failed: new Map() });
    if (!study) return;
    void found(study.jobs).then((results) => {
      if (get().study === study) set({ results, phase: 'idle' });
    });
  }

  /** Settings that the study on the page is of; null where there is none, or it is from a file. */
  let shownOf: Experiment | null = null;

  function readPage(): void {
    const experiment = experimentOnPage();
    if (get().file !== '') return;
    const { opened } = get();
    if (opened && experiment.study.vary === '') return;
    if (opened) forgetOpened();
    if (shownOf && isSameStudy(shownOf, experiment)) {
      // Only how results are chosen, or how the page looks.
      const { study } = get();
      if (study && study.experiment.study.choose !== experiment.study.choose)
        set({ study: { ...study, experiment: { ...study.experiment, study: experiment.study } } });
      shownOf = experiment;
      return;
    }
    shownOf = experiment;
    if (experiment.study.vary === '') return show(null);
    const read = readStudy(experiment, MOST_JOBS_ON_PAGE);
    if ('illegal' in read) show(null, read.illegal);
    else show(read.study);
  }

  function forgetOpened(): void {
    set({ opened: null });
    page.holdStudy(false);
  }

  function run(): void {
    const { study, results, file, threads } = get();
    if (!study || file !== '') return;
    const rest = study.jobs.filter(({ id }) => !results.has(id));
    if (rest.length === 0) return;
    set({ phase: 'running', failed: new Map() });
    pool.start(rest, threads);
  }

  /** One from a file comes in front of the page's own, which comes back when it goes. */
  function showFile({ name, study, results }: StudyFile): void {
    pool.stop();
    shownOf = null;
    set({ study, results, file: name, illegal: '', phase: 'idle', underWay: new Map(), failed: new Map(), opened: null });
  }

  function follow(file: StudyFile | null): void {
    if (file) return showFile(file);
    set({ file: '', opened: null });
    shownOf = null;
    show(null);
    readPage();
  }

  page.store.subscribe(({ experiment, studyFile }, before) => {
    if (studyFile !== before.studyFile) follow(studyFile);
    if (experiment === before.experiment) return;
    forgetEdit();
    forgetEdit = later(readPage);
  });
  follow(page.store.getState().studyFile);

  return {
    store,
    run,
    pause() {
      pool.stop();
      set({ phase: 'idle', underWay: new Map() });
    },
    setThreads(threads) {
      set({ threads: Math.max(1, Math.min(mostThreads, threads)) });
      if (get().phase === 'running') run();
    },
    open(job) {
      const { study, opened } = get();
      const link = study?.jobs.find(({ id }) => id === job)?.link;
      const place = study?.points.find((point) => point.job === job);
      if (!study || link === undefined || !place) return;
      const before = opened?.before ?? experimentOnPage();
      const { device } = before;
      const { experiment } = decode(link);
      // Its place among the runs is its colour.
      const id = study.experiment.runs[place.run]?.id;
      const runs = experiment.runs.map((run) => (id === undefined ? run : { ...run, id }));
      const next: Experiment = { ...shownAs(experiment, { ...before, study: experiment.study }), runs, device };
      page.holdStudy(true);
      set({ opened: { job, experiment: next, before } });
      page.edit(next);
      // What a link locks stays.
      if (!['same', 'view'].includes(difference(experimentOnPage(), next))) return forgetOpened();
      page.run();
    },
    goBack() {
      const { opened } = get();
      if (!opened) return;
      const here = experimentOnPage();
      page.edit({ ...shownAs(opened.before, { ...here, study: opened.before.study }), device: here.device });
      forgetOpened();
    },
    closeFile: () => page.openStudy(null),
    takeSettings() {
      const { study, file } = get();
      if (!study || file === '') return;
      const here = experimentOnPage();
      page.openStudy(null);
      page.edit({ ...shownAs(study.experiment, { ...here, study: study.experiment.study }), device: here.device });
    },
    merged() {
      const { study, results } = get();
      return study && mergedStudy(encode(study.experiment), [...results.values()]);
    },
  };
}

/** True where both are the same trainings, whatever is chosen of them, and on whatever device the page computes. */
function isSameStudy(one: Experiment, other: Experiment): boolean {
  return (
    one.study.vary === other.study.vary &&
    ['same', 'view'].includes(difference({ ...one, study: other.study, device: other.device }, other))
  );
}
