import { readFileSync } from 'node:fs';
import { defaultReading } from '../../src/core/datasets/reading';
import type { Understanding } from '../../src/core/datasets/tables/understanding';
import { describe, expect, it } from 'vitest';
import type { Recording } from '../../src/core/protocol/recording';
import { costOf } from '../../src/core/settings/cost';
import { presets } from '../../src/core/settings/presets';
import { addRun, chooseKind, choosePreset, setField } from '../../src/core/settings/edit';
import { factsAbout, planOf, stepSeconds } from '../../src/store/facts';
import { isOfSettings, pendingOf, pendingState } from '../../src/store/pending';
import { tickOf } from '../core/metrics/histories';
import { fakePage } from './fakePage';

const running = () => {
  const fake = fakePage();
  fake.page.open();
  fake.page.run();
  fake.begin();
  fake.page.receive({
    type: 'tick',
    group: fake.group().id,
    seq: 1,
    step: 10,
    members: [tickOf('r1', 1, [0, 10], () => 70)],
    boundaries: [],
  });
  let seq = 1;
  /** All runs of the group have come to `step`. */
  const trainTo = (step: number, group = fake.group().id) => {
    const members = ['r1', 'r2', 'r3'].map((run) => tickOf(run, 1, [step], () => 70));
    fake.page.receive({ type: 'tick', group, seq: ++seq, step, members, boundaries: [] });
  };
  return { ...fake, trainTo };
};

describe('run and its neighbours', () => {
  it('asks for a backend, data sets and a probe when the page opens', () => {
    const { page, types } = fakePage();
    page.open();
    expect(types()).toEqual(['open', 'listDatasets', 'probe']);
  });

  it('starts, pauses and goes on with one key', () => {
    const { page, types, group } = running();
    expect(group().phase).toBe('running');
    page.toggle();
    page.toggle();
    expect(types().slice(-2)).toEqual(['pause', 'resume']);
    page.toggle();
    expect(group().phase).toBe('paused');
  });

  it('makes one step from nothing: starts paused, then advances by one', () => {
    const { page, last, types } = fakePage();
    page.step();
    expect(last('start')).toMatchObject({ paused: true });
    expect(last('advance')).toMatchObject({ steps: 1 });
    expect(types().indexOf('start')).toBeLessThan(types().indexOf('advance'));
  });

  it('resets to step 0 with the same seeds in a new group', () => {
    const { page, last, group } = running();
    const before = group().id;
    page.reset();
    expect(group().id).not.toBe(before);
    expect(last('start')).toMatchObject({ paused: true, experiment: { training: { seeds: [1] } } });
    expect(last('stop')).toMatchObject({ group: before });
  });

  it('draws a new seed and goes on running', () => {
    const { page, last } = running();
    page.newSeed();
    expect(last('start')).toMatchObject({ paused: false, experiment: { training: { seeds: [2] } } });
  });

  it('trains five seeds when asked whether it was luck', () => {
    const { page, last } = running();
    page.runSeeds(5);
    expect(last('start')?.experiment.training.seeds).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('edits', () => {
  it('change η and ρ live, without a new group', () => {
    const { page, last, group, state } = running();
    const before = group().id;
    page.edit(setField(state().experiment, 'training.lr', 0.05));
    expect(last('change')).toMatchObject({ group: before, experiment: { training: { lr: 0.05 } } });
    expect(group().id).toBe(before);
  });

  it('of anything else wait for the next run, and leave what is on screen as it was made', () => {
    const { page, last, types, group, state } = running();
    const before = group();
    page.edit(setField(state().experiment, 'data.noise', 0.2));
    expect(types().filter((type) => type === 'start')).toHaveLength(1);
    expect(group()).toMatchObject({ id: before.id, phase: before.phase, experiment: { data: before.experiment.data } });
    expect(pendingOf(pendingState(state()))).toMatchObject({
      changes: [{ run: '', setting: 'Wrong labels', from: '40 %', to: '20 %' }],
      trains: 'all',
      keeps: [],
      refusal: '',
    });
    page.run();
    expect(last('start')).toMatchObject({ paused: false, experiment: { data: { values: { noise: 0.2 } } } });
    expect([group().id === before.id, pendingOf(pendingState(state()))]).toEqual([false, null]);
  });

  it('of anything else can be taken back, and then training goes on', () => {
    const { page, types, group, state } = running();
    page.pause();
    page.edit(setField(state().experiment, 'training.batch', 16));
    page.edit(setField(state().experiment, 'view.x', 'evals'));
    page.takeBack();
    expect([pendingOf(pendingState(state())), state().experiment.view.x, group().id]).toEqual([null, 'evals', 'g1']);
    page.run();
    expect(types().at(-1)).toBe('resume');
  });

  it('before the first step make the group anew, paused if it was', () => {
    const { page, last, group, state } = fakePage();
    page.open();
    page.prepare();
    page.edit(setField(state().experiment, 'training.batch', 16));
    expect([group().id, last('start')?.paused, last('start')?.experiment.training.batch]).toEqual(['g2', true, 16]);
  });

  it('of one run train that run alone, from step 0, and the others keep their curves', () => {
    const { page, last, types, group, state, trainTo } = running();
    trainTo(1000);
    page.receive({ type: 'ended', group: 'g1', outcome: 'completed' });
    page.edit(setField(state().experiment, 'runs.r2.radius.rho', 0.05));
    // A finished result is not relabelled by a slider that would be live.
    expect(group().experiment.runs[1]?.parts.radius.values).not.toHaveProperty('rho', 0.05);
    expect(pendingOf(pendingState(state()))).toMatchObject({ trains: ['SAM'], keeps: ['SGD', 'BiSAM (−log)'] });
    expect(isOfSettings(group(), { id: 'r2' }, state().experiment)).toBe(false);
    expect(isOfSettings(group(), { id: 'r1' }, state().experiment)).toBe(true);
    const kept = group().history.member('r1/1');
    page.run();
    expect(types().slice(-2)).toEqual(['change', 'resume']);
    expect(last('change')).toMatchObject({ group: 'g1', anew: ['r2'] });
    expect(group().history.member('r2/1')).toBeUndefined();
    // What is still under way of the old run is not taken for the new one.
    trainTo(1000);
    expect(group().history.member('r2/1')).toBeUndefined();
    page.receive({
      type: 'changed',
      group: 'g1',
      members: ['r1', 'r2', 'r3'].map((run) => ({ id: `${run}/1`, run, seed: 1 })),
      tunings: [],
    });
    expect(group().members.map(({ run }) => run)).toEqual(['r1', 'r2', 'r3']);
    expect(kept?.measured.last('testAccuracy')).toBe(group().history.member('r1/1')?.measured.last('testAccuracy'));
    expect(pendingOf(pendingState(state()))).toBeNull();
  });

  it('while a run that joined late catches up keep the curves of the others', () => {
    const { page, group, state, types, trainTo } = running();
    trainTo(1000);
    page.receive({ type: 'ended', group: 'g1', outcome: 'completed' });
    page.edit(addRun(state().experiment, 'bisam-tanh'));
    // The group stands where its last run does.
    page.receive({ type: 'tick', group: 'g1', seq: 9, step: 0, members: [], boundaries: [] });
    page.edit(setField(state().experiment, 'data.noise', 0.2));
    expect([group().id, group().step, types().filter((type) => type === 'start').length]).toEqual(['g1', 0, 1]);
    expect(pendingOf(pendingState(state()))?.trains).toBe('all');
  });

  it('that start over with other settings can be undone for a while', () => {
    const { page, group, state, trainTo } = running();
    trainTo(500);
    page.edit(setField(state().experiment, 'data.noise', 0.2));
    page.run();
    expect(state().removed).toMatchObject({ results: { group: { step: 500 } } });
    page.undoRemove();
    expect([group().step, group().experiment.data.values.noise]).toEqual([500, 0.4]);
    expect(pendingOf(pendingState(state()))?.trains).toBe('all');
  });

  it('to data that are not here clear the stage, and results come back with their settings', () => {
    const { page, group, state, trainTo } = running();
    trainTo(500);
    page.receive({ type: 'datasets', datasets: [] });
    const before = state().experiment;
    page.edit(choosePreset(before, 'mnist'));
    expect([state().group, state().setAside?.group.step]).toEqual([null, 500]);
    // What was under way when it was paused is not lost.
    trainTo(510, 'g1');
    page.edit(before);
    expect([group().id, group().step, group().phase, state().setAside]).toEqual(['g1', 510, 'paused', null]);
  });

  it('that only change the view send nothing', () => {
    const { page, sent, state } = running();
    const before = sent.length;
    page.edit(setField(state().experiment, 'view.x', 'evals'));
    expect(sent.length).toBe(before);
    expect(state().experiment.view.x).toBe('evals');
  });

  it('that cannot run leave the group on screen alone', () => {
    const { page, last, group, state } = running();
    const started = last('start');
    const before = group().id;
    page.edit(setField(state().experiment, 'training.batch', 4096));
    expect(group().id).toBe(before);
    expect(last('start')).toBe(started);
  });

  it('that cannot run say why when Run is pressed', () => {
    const { page, types, state } = fakePage();
    page.edit(setField(state().experiment, 'training.batch', 4096));
    page.run();
    expect(state().failure).toMatchObject({ code: 'settings-refused' });
    expect(state().failure?.message).toContain('Set the batch size to at most 300.');
    expect(types()).not.toContain('start');
  });

  it('of the backend open it before the next start', () => {
    const { page, types, state } = running();
    page.edit(setField(state().experiment, 'device.backend', 'cpu'));
    page.run();
    expect(types().at(-1)).toBe('open');
    page.receive({ type: 'compiling', kernels: 12 });
    expect(state().compiling).toBe(12);
    page.receive({ type: 'compiling', kernels: 0 });
    expect(state().compiling).toBe(0);
    page.receive({ type: 'opened', report: { backend: 'cpu', adapter: '', sentence: '', candidates: [], versions: {} } });
    expect(types().slice(-3)).toEqual(['open', 'stop', 'start']);
  });

  it('of a backend that is not here leave the group on screen training, and can be taken back', () => {
    const { page, types, state, group } = running();
    const before = group();
    page.edit(setField(state().experiment, 'device.backend', 'webgpu'));
    page.run();
    page.receive({ type: 'failed', group: null, code: 'backend-unavailable', detail: '' });
    expect(group().id).toBe(before.id);
    page.edit(setField(state().experiment, 'device.backend', 'auto'));
    expect([group().id, group().phase]).toEqual([before.id, before.phase]);
    expect(types().filter((type) => type === 'stop' || type === 'start')).toEqual(['start']);
    page.pause();
    expect(types().at(-1)).toBe('pause');
  });

  it('add a run to the training group', () => {
    const { page, last, state } = running();
    page.edit(addRun(state().experiment, 'bisam-tanh'));
    expect(last('change')?.experiment.runs).toHaveLength(4);
  });

  it('remove a run and bring it back within reach', () => {
    const { page, state, last } = running();
    page.removeRun('r2', 'SAM');
    expect(state().experiment.runs.map(({ id }) => id)).toEqual(['r1', 'r3']);
    expect(state().removed?.label).toBe('SAM');
    page.undoRemove();
    expect(last('change')?.experiment.runs.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3']);
    expect(state().removed).toBeNull();
  });
});

describe('the recorded run of a first visit', () => {
  const recording = JSON.parse(readFileSync('public/recorded/default.json', 'utf8')) as Recording;

  it('stands for the experiment on any seeds, and keeps its numbers when anything else is changed', () => {
    const { page, group, state } = fakePage();
    page.show(recording);
    expect([group().experiment.training.seeds.length > 1, state().experiment.training.seeds, pendingOf(pendingState(state()))]).toEqual([
      true,
      [1],
      null,
    ]);
    page.edit(setField(state().experiment, 'data.noise', 0.2));
    expect(group().experiment.data.values.noise).toBe(0.4);
    expect(pendingOf(pendingState(state()))).toMatchObject({ trains: 'all', keeps: [] });
    page.takeBack();
    expect(pendingOf(pendingState(state()))).toBeNull();
  });

  it('loses a run that is removed, and nobody joins it', () => {
    const { page, group, state, types } = fakePage();
    page.show(recording);
    page.removeRun('r2', 'SAM');
    expect([group().members.some(({ run }) => run === 'r2'), group().history.members.some(({ run }) => run === 'r2')]).toEqual([
      false,
      false,
    ]);
    page.edit(addRun(state().experiment, 'asam'));
    expect(group().experiment.runs.map(({ algorithm }) => algorithm)).toEqual(['sgd', 'bisam-log']);
    expect([types(), pendingOf(pendingState(state()))?.trains]).toEqual([['probe'], 'all']);
  });
});

describe('the time estimate', () => {
  const probes = (fake: ReturnType<typeof fakePage>) => fake.types().filter((type) => type === 'probe').length;

  it('is asked for anew when network, batch or data change, and not otherwise', () => {
    const fake = fakePage();
    fake.page.open();
    fake.page.prepare();
    expect(probes(fake)).toBe(1);
    fake.page.edit(setField(fake.state().experiment, 'training.steps', 500));
    expect(probes(fake)).toBe(1);
    fake.page.edit(setField(fake.state().experiment, 'model.width', 256));
    expect(probes(fake)).toBe(2);
    expect(fake.state().msPerGradient).toBeNull();
  });

  it('of one network is none for another that trains at once', () => {
    const fake = running();
    const { experiment } = fake.state();
    fake.page.receive({ type: 'probed', experiment, msPerGradient: 40_000, msPerMeasurement: 0 });
    const { evaluations } = costOf(experiment);
    expect(stepSeconds(fake.state())).toBeCloseTo((40 * evaluations) / experiment.training.steps, 6);
    fake.page.edit(setField(experiment, 'model.width', 16));
    expect(stepSeconds(fake.state())).toBeNull();
    fake.page.receive({ type: 'probed', experiment, msPerGradient: 40_000 });
    expect(fake.state().msPerGradient).toBeNull();
  });

  it('counts every measurement, the first and the last too, times seeds, and pictures', () => {
    const fake = fakePage('v=1&steps=60&every=100&seeds=1-3&algos=sgd,sam');
    const said = (timed: { readonly msPerMeasurement?: number; readonly msPerPictures?: number }) => {
      fake.page.receive({ type: 'probed', experiment: fake.state().experiment, msPerGradient: 10, ...timed });
      return (planOf(fake.state()).seconds as number) * 1000;
    };
    // A gradient of SGD and two of SAM.
    const gradients = 3 * 60 * 3 * 10;
    expect(said({ msPerMeasurement: 0 })).toBeCloseTo(gradients, 6);
    expect(said({ msPerMeasurement: 500 })).toBeCloseTo(gradients + 2 * 6 * 500, 6);
    expect(said({ msPerMeasurement: 0, msPerPictures: 60 })).toBeCloseTo(1.1 * gradients, 6);
    // Too long to be timed: a third of a gradient per sample on three splits, and what sharpness takes of 64.
    const trainCount = factsAbout(fake.state())?.trainCount as number;
    expect(said({})).toBeCloseTo(gradients + 2 * 6 * 10 * ((trainCount + 2.5 * 64) / 32), 6);
  });

  it('that came with a start is not asked for again', () => {
    const fake = running();
    fake.page.receive({ type: 'probed', experiment: fake.state().experiment, msPerGradient: 40_000 });
    const before = probes(fake);
    fake.page.pause();
    fake.page.edit(setField(fake.state().experiment, 'training.steps', 50));
    fake.page.reset();
    expect(fake.last('start')?.paused).toBe(true);
    expect(probes(fake)).toBe(before);
    expect(fake.state().msPerGradient).toBe(40_000);
  });

  it('does not disturb a run', () => {
    const fake = running();
    const before = probes(fake);
    fake.page.edit(setField(fake.state().experiment, 'model.width', 256));
    expect(probes(fake)).toBe(before);
  });
});

describe('what the worker says', () => {
  it('is acknowledged when the page draws, not before', () => {
    const { frames, types } = running();
    expect(types()).not.toContain('acknowledge');
    for (const frame of frames) frame();
    expect(types().at(-1)).toBe('acknowledge');
  });

  it('of a stopped group is dropped', () => {
    const { page, group, state } = running();
    const old = group().id;
    page.reset();
    page.receive({ type: 'tick', group: old, seq: 2, step: 20, members: [tickOf('r1', 1, [20], () => 99)], boundaries: [] });
    expect(state().group?.step).toBe(0);
    expect(state().group?.history.points).toBe(0);
  });

  it('of a diverged run parks it and lets the others go on', () => {
    const { page, group } = running();
    page.receive({ type: 'diverged', group: group().id, member: { id: 'r2/1', run: 'r2', seed: 1 }, step: 12, reason: 'diverged' });
    expect(group().members.map(({ divergedAt }) => divergedAt)).toEqual([null, 12, null]);
    expect(group().phase).toBe('running');
  });

  it('of a run about itself is kept once per run and code, as long as the run is there', () => {
    const { page, group, state } = running();
    const say = (run: string, step: number) => {
      const notice = { code: 'zero-gradient', step, message: 'It happened.', remedy: 'Do that.' } as const;
      page.receive({ type: 'noticed', group: group().id, about: run, ...notice });
    };
    say('r1', 3);
    say('r2', 4);
    // A worker that took over from another does not know what was said.
    say('r2', 9);
    expect(group().noticed).toEqual(
      [
        ['r1', 3],
        ['r2', 4],
      ].map(([run, step]) => ({ about: run, code: 'zero-gradient', step, message: 'It happened.', remedy: 'Do that.' })),
    );
    page.removeRun('r2', 'SAM');
    const members = group().members.filter(({ run }) => run !== 'r2');
    page.receive({ type: 'changed', group: group().id, members, tunings: [] });
    expect(group().noticed.map(({ about }) => about)).toEqual(['r1']);
    expect(state().notices).toEqual([]);
  });

  it('about a bad file shows a failure and leaves training alone', () => {
    const { page, group, state } = running();
    page.receive({ type: 'failed', group: null, code: 'file-empty', detail: 'a.gz:' });
    expect(state().failure).toMatchObject({ code: 'file-empty', message: 'a.gz: The file holds no data.', remedy: 'Download it again.' });
    expect(group().phase).toBe('running');
  });

  it('about the device ends the group', () => {
    const { page, group } = running();
    page.receive({ type: 'failed', group: group().id, code: 'device-error', detail: '' });
    expect(group().phase).toBe('failed');
  });

  it('about a new data set puts it into an experiment that waits for files', () => {
    const { page, state, last } = fakePage('v=1&preset=mnist');
    page.open();
    page.receive({
      type: 'datasets',
      added: 'mnist-1',
      datasets: [{ id: 'mnist-1', name: 'mnist', count: 6000, inputShape: [28, 28, 1], classes: 10, bytes: 1, stored: true }],
    });
    expect(state().experiment.data.values.set).toBe('mnist-1');
    expect(last('start')).toMatchObject({ paused: true });
  });
});

describe('data from files', () => {
  const images = { id: 'a-1', name: 'a', count: 60, inputShape: [6, 6, 1], classes: 3, bytes: 1, stored: true };
  const table = { ...images, id: 't-1', inputShape: [4] };
  const texts = { ...images, id: 'w-1', inputShape: [8, 256], isText: true as const };

  it('start from what fits their kind, and within a kind keep what was set', () => {
    const { page, state } = fakePage('v=1&preset=mnist&width=7');
    page.receive({ type: 'datasets', datasets: [images, table, texts] });
    page.trainOn('a-1');
    expect(state().experiment).toMatchObject({ preset: 'mnist', model: { values: { width: 7 } }, data: { values: { set: 'a-1' } } });
    page.trainOn('t-1');
    expect(state().experiment).toMatchObject({ preset: 'table', model: { kind: 'mlp' }, data: { values: { set: 't-1' } } });
    page.trainOn('w-1');
    expect(state().experiment).toMatchObject({ preset: 'texts', model: { kind: 'transformer' }, data: { values: { set: 'w-1' } } });
    // A paper's experiment on texts takes texts, and one on images makes way for them.
    page.edit((presets['bisam-bert-glue'] as (typeof presets)[string]).experiment);
    page.trainOn('w-1');
    expect(state().experiment).toMatchObject({ preset: 'bisam-bert-glue', data: { values: { set: 'w-1' } } });
    page.edit((presets['lets-resnet18-cifar10'] as (typeof presets)[string]).experiment);
    page.trainOn('w-1');
    expect(state().experiment.preset).toBe('texts');
  });

  it('are read as was said, with their paths where they came in folders', () => {
    const { page, last, state } = fakePage();
    page.readFiles([{ name: 'x.png', size: 1 }], ['a/x.png']);
    expect(last('readFiles')).toMatchObject({ paths: ['a/x.png'], reading: { side: 0, tokens: 'auto' } });
    page.readAs({ ...state().howToRead, side: 32 });
    page.readFiles([{ name: 'x.csv', size: 1 }]);
    expect(last('readFiles')).toMatchObject({ reading: { side: 32 } });
    expect(last('readFiles')).not.toHaveProperty('paths');
    page.receive({ type: 'reading', reading: { done: 5, unit: 'rows' } });
    expect(state().filesRead).toEqual({ done: 5, unit: 'rows' });
    page.receive({ type: 'reading', reading: null });
    expect(state().filesRead).toBeNull();
  });

  const files = [{ name: 'x.csv', size: 1 }];
  const understanding = {
    questions: [],
    files: [{ name: 'x.csv' }],
    reading: { ...defaultReading, column: 'a' },
  } as unknown as Understanding;
  const understood = { ...table, understanding };

  it('are used when they were dropped, and in the link stands how they were read', () => {
    const { page, state, last } = fakePage();
    page.readFiles(files);
    page.receive({ type: 'datasets', added: 't-1', datasets: [understood] });
    expect(state()).toMatchObject({
      dialog: 'data',
      drop: { phase: 'read', id: 't-1' },
      experiment: { data: { values: { set: 't-1', read: '' } } },
    });
    page.readAgain({ column: 'b', as: 'a:out' });
    expect(last('readFiles')).toMatchObject({ files, reading: { column: 'b', as: 'a:out' } });
    page.receive({ type: 'datasets', added: 't-2', datasets: [understood, { ...understood, id: 't-2' }] });
    expect(state().experiment.data.values).toMatchObject({ set: 't-2', read: 'column=b,as=a:out' });
    // It took the place of what it was before.
    expect(last('removeDataset')).toMatchObject({ id: 't-1' });
    // Dropped again, it is read as it was.
    page.readFiles(files);
    expect(last('readFiles')).toMatchObject({ reading: { column: 'b', as: 'a:out' } });
    page.readFiles([{ name: 'other.csv', size: 1 }]);
    expect(last('readFiles')).toMatchObject({ reading: { column: '', as: '' } });
  });

  it('are read anew as the settings are told to, where they are at hand or kept beside the data set', () => {
    const { page, state, last, types } = fakePage();
    const written = (read: string) => page.edit(setField(state().experiment, 'data.read', read));
    page.readFiles(files);
    page.receive({ type: 'datasets', added: 't-1', datasets: [understood] });
    written('column=c,gaps=fill');
    expect(last('readFiles')).toMatchObject({ files, reading: { column: 'c', gaps: 'fill' } });
    page.receive({ type: 'datasets', added: 't-2', datasets: [understood, { ...understood, id: 't-2', hasFiles: true }] });
    expect(state().experiment.data.values).toMatchObject({ set: 't-2', read: 'column=c,gaps=fill' });
    // After a reload nothing is at hand: what is kept is read.
    page.store.setState({ sources: new Map(), drop: null, datasets: [{ ...understood, id: 't-2', hasFiles: true }] });
    page.readAgain({ gaps: 'leave' });
    expect(last('readFiles')).toMatchObject({ files: [], kept: 't-2', reading: { column: 'c', gaps: 'leave' } });
    page.receive({ type: 'datasets', added: 't-3', datasets: [{ ...understood, id: 't-3' }] });
    expect(last('removeDataset')).toMatchObject({ id: 't-2' });
    // Its own files could not be kept, and those of before have gone with their data set.
    const before = types().length;
    written('column=d');
    expect(types().slice(before)).not.toContain('readFiles');
    expect(state().announcement).toMatch(/Drop the files of .* again/);
  });

  it('that cannot be used before a question is answered change nothing, and are read again with the answer', () => {
    const { page, state, last } = fakePage();
    const before = state().experiment;
    page.readFiles(files);
    page.receive({ type: 'understood', understanding });
    page.receive({ type: 'failed', group: null, code: 'data-asks', detail: 'x' });
    expect(state()).toMatchObject({ dialog: 'data', failure: null, drop: { phase: 'asked', understanding } });
    expect(state().experiment).toEqual(before);
    page.readAgain({ column: 'c' });
    expect(last('readFiles')).toMatchObject({ files, reading: { column: 'c' } });
    page.receive({ type: 'failed', group: null, code: 'too-few-samples', detail: '' });
    expect(state()).toMatchObject({ drop: { phase: 'failed', understanding }, failure: { code: 'too-few-samples' } });
    page.readAgain({ gaps: 'fill' });
    expect(last('readFiles')).toMatchObject({ files, reading: { column: 'c', gaps: 'fill' } });
    page.stopReading();
    expect(state().drop).toBeNull();
  });
});

describe('a public data set', () => {
  const loading = { set: 'mnist', phase: 'loading', received: 5, total: 9 } as const;

  it('is asked for, stopped and thrown away by command, and is on screen as far as it has come', () => {
    const { page, state, last } = fakePage();
    page.open();
    expect(state().downloads).toEqual([]);
    page.fetchDataset('mnist');
    expect(last('fetchDataset')).toEqual({ type: 'fetchDataset', set: 'mnist' });
    page.receive({ type: 'downloads', downloads: [loading] });
    expect(state().downloads).toEqual([loading]);
    page.stopFetching();
    expect(last('stopFetching')).toEqual({ type: 'stopFetching' });
    page.forgetDownload('mnist');
    expect(last('forgetDownload')).toEqual({ type: 'forgetDownload', set: 'mnist' });
  });

  it('that is asked for again makes what the hub said last go away, and nothing else', () => {
    const { page, state } = fakePage();
    page.receive({ type: 'failed', group: null, code: 'hub-cut', detail: '' });
    page.fetchDataset('mnist');
    expect(state().failure).toBeNull();
    page.receive({ type: 'failed', group: null, code: 'storage-full', detail: '' });
    page.fetchDataset('mnist');
    expect(state().failure?.code).toBe('storage-full');
  });

  it('is no longer on its way when the worker is lost', () => {
    const { page, state } = fakePage();
    page.receive({ type: 'downloads', downloads: [loading] });
    page.lose({ code: 'worker-died', replaced: true, detail: '', snapshot: null });
    expect(state().downloads).toEqual([]);
  });
});

describe('a run as long as its epochs', () => {
  const stored = { id: 'mnist-1', name: 'mnist', count: 6000, inputShape: [28, 28, 1], classes: 10, bytes: 1, stored: true };

  it('has its steps as soon as the data are known, and again when what they depend on is changed', () => {
    const { page, state, last } = fakePage('v=1&preset=mnist&epochs=3');
    page.open();
    expect(state().experiment.training.steps).toBe(600);
    page.receive({ type: 'datasets', added: 'mnist-1', datasets: [stored] });
    // A fifth is held out for test, and a sixth of the rest for validation: 4,000 samples, 31 batches of 128.
    expect(state().experiment.training.steps).toBe(3 * 31);
    expect(last('start')?.experiment.training.steps).toBe(3 * 31);
    page.edit(setField(state().experiment, 'training.batch', 64));
    expect(state().experiment.training.steps).toBe(3 * 62);
    page.edit(setField(state().experiment, 'training.steps', 50));
    expect(state().experiment.training).toMatchObject({ steps: 50, epochs: 0 });
  });

  it('counts the training samples that the files leave where they bring a test split', () => {
    const { page, state } = fakePage('v=1&preset=mnist&epochs=3&set=mnist-1');
    page.open();
    page.receive({ type: 'datasets', datasets: [{ ...stored, testCount: 1000 }] });
    // 5,000 are left: 4,167 to train, 833 to validate.
    expect(state().experiment.training.steps).toBe(3 * 32);
  });

  it('of generated data has them at once', () => {
    const { state } = fakePage('v=1&preset=pinwheel-noisy&epochs=20');
    expect(state().experiment.training.steps).toBe(20 * 9);
  });
});

describe('a lost worker', () => {
  it('takes the curves back to the snapshot and trains on', () => {
    const { page, group, state } = running();
    page.lose({
      code: 'worker-died',
      replaced: true,
      detail: '',
      snapshot: {
        group: group().id,
        tunings: [],
        members: [{ member: 'r1/1', step: 5, gradEvals: 5, seconds: 1, divergedAt: null, state: null }],
      },
    });
    expect(group().history.member('r1/1')?.measured.last('step')).toBe(0);
    expect(state().failure).toMatchObject({ code: 'worker-died', isRecovered: true });
    expect(group().phase).toBe('preparing');
  });

  it('that is not replaced ends the group', () => {
    const { page, group } = running();
    page.lose({ code: 'worker-died', replaced: false, detail: '', snapshot: null });
    expect(group().phase).toBe('failed');
  });
});

describe('the address', () => {
  it('of a bad link brings notices, and they can be dismissed', () => {
    const { page, state } = fakePage('v=1&noise=2&rh0=3');
    expect(state().notices.map(({ about }) => about)).toEqual(expect.arrayContaining(['noise', 'rh0']));
    page.dismissNotices();
    expect(state().notices).toEqual([]);
  });

  it('follows edits in one entry, and Back restores what ran before', () => {
    const { page, address, state } = fakePage();
    page.run();
    page.edit(setField(state().experiment, 'data.noise', 0.2));
    page.edit(setField(state().experiment, 'data.noise', 0.3));
    page.run();
    expect(address.entries).toHaveLength(2);
    address.move(-1);
    expect(state().experiment.data.values.noise).toBe(0.4);
    address.move(1);
    expect(state().experiment.data.values.noise).toBe(0.3);
  });

  it('makes no entry for how things are shown', () => {
    const { page, address, state } = fakePage();
    page.edit(setField(state().experiment, 'view.x', 'evals'));
    page.edit(setField(state().experiment, 'view.theme', 'dark'));
    expect(address.entries).toHaveLength(1);
    expect(address.read()).toContain('x=evals');
  });

  it('says nothing for the default experiment', () => {
    const { page, address, state } = fakePage('v=1&preset=moons-noisy');
    page.edit(chooseKind(state().experiment, 'preset', 'pinwheel-noisy'));
    expect(address.read()).toBe('');
  });
});
