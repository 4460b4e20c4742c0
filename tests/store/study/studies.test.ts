import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/core/settings/link';
import { setField } from '../../../src/core/settings/edit';
import { keptName, writeKept } from '../../../src/core/study/keptResult';
import { readMergedStudy } from '../../../src/core/study/merged';
import { hasStudy } from '../../../src/store/facts';
import { createStudies, type JobStorage } from '../../../src/store/study/studies';
import { fakePage } from '../fakePage';
import { fakeTrainers, resultOf, settled, VERSION } from './fakeTrainers';

const LINK = 'v=1&preset=moons-noisy&algos=sgd,sam&seeds=1-2&vary=rho(.05,.1)';

function storage(records = new Map<string, unknown>()): JobStorage & { readonly records: Map<string, unknown>; refusal: Error | null } {
  return {
    records,
    refusal: null,
    async read(names) {
      return names.map((name) => records.get(name));
    },
    async write(name, record) {
      if (this.refusal) throw this.refusal;
      records.set(name, record);
    },
  };
}

async function opened(link = LINK, kept = storage()) {
  const fake = fakePage(link);
  const trainers = fakeTrainers();
  const waiting: (() => void)[] = [];
  const studies = createStudies({
    page: fake.page,
    openTrainer: trainers.openTrainer,
    kept,
    version: VERSION,
    mostThreads: 2,
    later(then) {
      waiting.push(then);
      return () => void waiting.splice(waiting.indexOf(then), 1);
    },
    now: () => 0,
  });
  await settled();
  const end = async (accuracy = 90) => {
    const [one] = trainers.open;
    if (!one) throw new Error('nothing is trained');
    one.end({ type: 'done', result: resultOf(one.job, accuracy) });
    await settled();
  };
  const rest = async () => {
    for (const then of waiting.splice(0)) then();
    await settled();
  };
  return { ...fake, studies, kept, end, rest, open: trainers.open, study: () => studies.store.getState() };
}

const edit = ({ page }: Pick<Awaited<ReturnType<typeof opened>>, 'page'>, path: string, value: string | number) =>
  page.edit(setField(page.store.getState().experiment, path, value));

describe('a study on the page', () => {
  it('is what the link varies; its jobs run most telling first and are kept', async () => {
    const { studies, study, open, end, kept } = await opened();
    expect(study().study?.jobs).toHaveLength(6);
    expect(study().phase).toBe('idle');
    studies.run();
    await settled();
    expect(study().phase).toBe('running');
    expect(open.map(({ job }) => job.id)).toEqual(
      study()
        .study?.jobs.slice(0, 2)
        .map(({ id }) => id),
    );
    open[0]?.onShare(0.25);
    expect([...study().underWay.values()]).toEqual([0.25]);
    for (let job = 0; job < 6; job++) await end();
    expect(study().results.size).toBe(6);
    expect(study().phase).toBe('idle');
    expect(kept.records.size).toBe(6);
  });

  it('finds after a reload what was trained before, and trains only the rest', async () => {
    const first = await opened();
    first.studies.run();
    await settled();
    await first.end(91);
    await first.end(92);
    const { studies, study, open } = await opened(LINK, storage(first.kept.records));
    expect([...study().results.values()].map(({ measured }) => measured.testAccuracy?.at(-1))).toEqual([91, 92]);
    studies.run();
    await settled();
    expect(open.map(({ job }) => job.id)).toEqual(
      study()
        .study?.jobs.slice(2, 4)
        .map(({ id }) => id),
    );
  });

  it('trusts no record that was edited, is of another job, or of another version', async () => {
    const { study } = await opened();
    const [one, two, three, four] = study().study?.jobs ?? [];
    if (!one || !two || !three || !four) throw new Error('too few jobs');
    const records = new Map<string, unknown>([
      [keptName(one, VERSION), '{"format":"basin-job"'],
      [keptName(two, VERSION), writeKept({ ...resultOf(one), id: two.id })],
      [keptName(three, VERSION), writeKept(resultOf(three, 90, '0.0.1'))],
      [keptName(four, VERSION), writeKept(resultOf(four))],
    ]);
    const again = await opened(LINK, storage(records));
    expect([...again.study().results.keys()]).toEqual([four.id]);
  });

  it('goes on in memory where storage is full, which is said once', async () => {
    const { studies, study, end, kept, page, rest } = await opened();
    kept.refusal = Object.assign(new Error('full'), { name: 'QuotaExceededError' });
    studies.run();
    await settled();
    await end();
    expect(study().unkept).toBe('storage-full');
    await end();
    expect(study().results.size).toBe(2);
    // Another study and back: memory still has them.
    edit({ page }, 'study.vary', 'rho(.2,.3)');
    await rest();
    edit({ page }, 'study.vary', 'rho(.05,.1)');
    await rest();
    expect(study().results.size).toBe(2);
  });

  it('pauses, and another study stops it', async () => {
    const { studies, study, open, page, rest } = await opened();
    studies.run();
    await settled();
    studies.pause();
    await settled();
    expect([open.length, study().phase]).toEqual([0, 'idle']);
    studies.run();
    await settled();
    expect(open[0]?.resume).toContain('checkpoint');
    edit({ page }, 'training.lr', 0.02);
    await rest();
    expect([open.length, study().phase, study().results.size]).toEqual([0, 'idle', 0]);
  });

  it('says why it is none', async () => {
    const none = async (link: string) => (await opened(link)).study().illegal;
    expect(await none('v=1&algos=sgd&vary=rho(.1,.2)')).toContain('“rho” is a setting of none of these runs');
    expect(await none('v=1&algos=sam&seeds=1-20&vary=rho(lin,.01,1,200)')).toContain('4000 trainings, and 2000 are the most');
    expect(await none('v=1&algos=sam')).toBe('');
  });

  it('takes another choice of results without training anew', async () => {
    const { studies, study, end, page, rest } = await opened();
    studies.run();
    await settled();
    await end();
    edit({ page }, 'study.choose', 'best');
    await rest();
    expect(study().results.size).toBe(1);
    expect(study().phase).toBe('running');
    expect(study().study?.experiment.study.choose).toBe('best');
  });
});

describe('a training of a study', () => {
  it('opens with its settings, and goes back to those of the study, which stays', async () => {
    const { studies, study, state, rest } = await opened();
    const job = study().study?.jobs.at(-1);
    if (!job) throw new Error('no job');
    studies.open(job.id);
    await rest();
    const { experiment } = state();
    expect(experiment.study.vary).toBe('');
    expect(experiment.runs.map(({ id, algorithm }) => [id, algorithm])).toEqual([['r2', 'sam']]);
    expect(experiment.training.seeds).toEqual(decode(job.link).experiment.training.seeds);
    expect(state().group?.phase).toBe('preparing');
    expect(study().study?.jobs).toHaveLength(6);
    expect(state().isStudyHeld).toBe(true);
    studies.goBack();
    await rest();
    expect(state().experiment.study.vary).toBe('rho(.05,.1)');
    expect(state().isStudyHeld).toBe(false);
    expect(study().opened).toBeNull();
  });

  it('does not open where a link locks what it would change', async () => {
    const { studies, study, state, rest } = await opened(`${LINK}&lock=runs`);
    studies.open(study().study?.jobs.at(-1)?.id ?? '');
    await rest();
    expect(state().experiment.study.vary).toBe('rho(.05,.1)');
    expect(state().isStudyHeld).toBe(false);
    expect(state().announcement).toContain('Locked');
  });
});

describe('a study from a file', () => {
  it('is shown with its results, is no study of this page, and goes when it is closed', async () => {
    const here = await opened();
    here.studies.run();
    await settled();
    await here.end(93);
    const text = JSON.stringify(here.studies.merged());
    const { studies, study, state, open, rest, page } = await opened('v=1&algos=sgd');
    const read = readMergedStudy(text);
    if ('illegal' in read) throw new Error(read.illegal);
    page.openStudy({ name: 'rho.json', ...read });
    expect([study().file, study().results.size, hasStudy(state())]).toEqual(['rho.json', 1, true]);
    studies.run();
    await settled();
    expect(open).toEqual([]);
    studies.closeFile();
    await rest();
    expect([study().study, hasStudy(state())]).toEqual([null, false]);
    page.openStudy({ name: 'rho.json', ...read });
    studies.takeSettings();
    await rest();
    expect([study().file, study().results.size, state().experiment.study.vary]).toEqual(['', 0, 'rho(.05,.1)']);
  });

  it('opens a training, and comes back to its settings without being lost', async () => {
    const { study } = await opened();
    const shown = study().study;
    if (!shown) throw new Error('no study');
    const { studies, study: there, state, page, rest } = await opened('v=1&algos=sgd');
    page.openStudy({ name: 'rho.json', study: shown, results: new Map() });
    studies.open(shown.jobs[0]?.id ?? '');
    await rest();
    expect(state().experiment.runs).toHaveLength(1);
    expect(there().file).toBe('rho.json');
    studies.goBack();
    await rest();
    expect(state().experiment.runs.map(({ algorithm }) => algorithm)).toEqual(['sgd']);
    expect(there().file).toBe('rho.json');
  });
});
