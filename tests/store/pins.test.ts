import { describe, expect, it } from 'vitest';
import { readTrainingDocument } from '../../src/core/exports/readTrainingDocument';
import { trainingDocument } from '../../src/core/exports/trainingDocument';
import { History } from '../../src/core/metrics/history';
import { setField } from '../../src/core/settings/edit';
import { decode } from '../../src/core/settings/link';
import { fixedRadius } from '../../src/core/settings/runs';
import { MOST_PINS, pinnedFirst, pinnedRuns, referencesOf } from '../../src/store/pins';
import { charts } from '../../src/ui/charts/charts';
import { curvesOf } from '../../src/ui/charts/curves';
import { tickOf, upTo } from '../core/metrics/histories';
import { fakePage } from './fakePage';

const HASH = 'v=1&preset=moons-noisy&algos=sgd,sam(rho=.2)&steps=100';

/** A page whose group has made steps: SGD stands at 60, SAM at 70. */
function trained(last = 50) {
  const fake = fakePage(HASH);
  fake.page.run();
  fake.begin();
  let seq = 0;
  const tick = (from: number, to: number) => {
    const steps = upTo(to + 1).slice(from);
    const members = fake.group().experiment.runs.map(({ id }, index) => tickOf(id, 1, steps, () => 60 + 10 * index));
    fake.page.receive({ type: 'tick', group: fake.group().id, seq: ++seq, step: to, members, boundaries: [] });
  };
  if (last > 0) tick(0, last);
  const references = () => referencesOf(fake.state());
  const pinned = () => [...pinnedRuns(fake.state().pins, fake.group())];
  const set = (path: string, value: number) => fake.page.edit(setField(fake.state().experiment, path, value));
  /** As whoever edits and presses Run. */
  const train = (path: string, value: number) => {
    set(path, value);
    fake.page.run();
  };
  return { ...fake, tick, references, pinned, set, train };
}

describe('a pinned run', () => {
  it('comes first while its group is on screen, is no reference yet, and is let go by the same key', () => {
    const { page, pinned, references, state } = trained();
    page.pinRun('r2');
    expect([pinned(), references(), state().announcement]).toEqual([
      ['r2'],
      [],
      'SAM is pinned: its curves stay while you try other settings',
    ]);
    expect(pinnedFirst(state().experiment.runs, new Set(pinned())).map(({ id }) => id)).toEqual(['r2', 'r1']);
    page.pinRun('r2');
    expect([pinned(), state().pins]).toEqual([[], []]);
  });

  it('stays as a reference when its group makes way for another, named by what differs', () => {
    const { page, pinned, references, set, train, group } = trained();
    page.pinRun('r2');
    set('data.noise', 0.1);
    train('runs.r2.radius.rho', 0.4);
    expect(group().history.points).toBe(0);
    const [reference, ...others] = references();
    expect([reference?.label, reference?.differs, others, pinned()]).toEqual(['SAM ρ 0.2', ['ρ 0.2', 'Wrong labels 20 %'], [], []]);
    expect(reference?.history.members.map(({ run, seed }) => [run, seed])).toEqual([[reference?.id, 1]]);
    expect(reference?.history.member(`${reference?.id}/1`)?.measured.last('testAccuracy')).toBe(70);
  });

  it('is named by what it was trained with, also where live settings were edited after its last step', () => {
    const { page, references, set, tick } = trained();
    page.pinRun('r2');
    set('training.lr', 0.3);
    tick(51, 100);
    page.receive({ type: 'ended', group: 'g1', outcome: 'completed' });
    set('training.lr', 0.7);
    set('runs.r2.radius.rho', 0.4);
    page.run();
    expect(references()[0]?.differs).toEqual(['ρ 0.2', 'η 0.3']);
  });

  it('outlives groups after that, unchanged, and its own removal', () => {
    const { page, references, set, begin, tick } = trained();
    page.pinRun('r2');
    page.removeRun('r2', 'SAM');
    const [first] = references();
    expect(first?.label).toBe('SAM before');
    page.newSeed();
    begin();
    tick(0, 20);
    set('data.noise', 0.1);
    expect(references()[0]?.history).toBe(first?.history);
  });

  it('that has made no step goes on as the same run of the next group, or goes with it', () => {
    const { page, pinned, references, state, set, group } = trained(0);
    page.pinRun('r2');
    set('data.noise', 0.1);
    expect([group().id, pinned(), references()]).toEqual(['g2', ['r2'], []]);
    page.removeRun('r2', 'SAM');
    expect(state().pins).toEqual([]);
  });

  it('is no reference to itself when its group comes back from behind a file', () => {
    const { page, pinned, references } = trained();
    page.pinRun('r2');
    const { experiment } = decode('v=1&preset=moons-noisy&algos=sgd,sam&steps=20');
    const document = trainingDocument({
      experiment,
      notices: [],
      report: { backend: 'wasm', adapter: '', sentence: '', candidates: [], versions: {} },
      userAgent: '',
      date: '2024-01-01',
      started: { parameters: 90, trainCount: 40, stepsPerEpoch: 4 },
      history: new History().append([tickOf('r1', 1, [0, 10], () => 71), tickOf('r2', 1, [0, 10], () => 72)]),
      diverged: [],
      gradientNorms: [],
      noticed: [],
    });
    const open = () => page.openResults({ from: 'file', name: 'one.json' }, readTrainingDocument(JSON.stringify(document)));
    open();
    expect([pinned(), references().length]).toEqual([[], 1]);
    page.pinRun('r1');
    // A second file has the same name for its group.
    open();
    expect([pinned(), references().map(({ name }) => name)]).toEqual([[], ['SAM', 'SGD']]);
    page.closeResults();
    expect([pinned(), references().map(({ name }) => name)]).toEqual([['r2'], ['SGD']]);
  });

  it(`is one of at most ${MOST_PINS}`, () => {
    const { page, state, train, begin, tick } = trained();
    for (const noise of [0.3, 0.4, 0.5]) {
      page.pinRun('r2');
      train('data.noise', noise);
      begin();
      tick(0, 20);
    }
    page.pinRun('r2');
    expect([state().pins.length, state().announcement]).toEqual([MOST_PINS, '3 runs can be pinned: let one go first']);
  });
});

describe('a reference', () => {
  const accuracy = charts.find(({ id }) => id === 'accuracy') as (typeof charts)[number];

  it('is drawn as a curve of its own, as long as it was trained, and can be muted', () => {
    const { page, references, train, group, begin, tick } = trained(80);
    page.pinRun('r2');
    train('data.noise', 0.1);
    begin();
    tick(0, 30);
    const drawn = (muted: ReadonlySet<string> = new Set()) => curvesOf(group(), accuracy, 'steps', { references: references(), muted });
    const own = drawn().curves.filter(({ isReference }) => isReference);
    expect(own.map(({ run, last }) => [run, last])).toEqual([[references()[0]?.id, 70]]);
    expect(own[0]?.points.x.at(-1)).toBe(80);
    expect(drawn(new Set([references()[0]?.id ?? ''])).curves.some(({ isReference }) => isReference)).toBe(false);
    page.solo('r1');
    expect([...page.view.getState().muted]).toEqual(['r2', references()[0]?.id]);
  });

  it('gives its settings back, on the device and with the view that are there', () => {
    const { page, references, set, train, state } = trained();
    page.pinRun('r2');
    set('data.noise', 0.1);
    train('runs.r2.radius.rho', 0.4);
    page.edit(setField(state().experiment, 'view.x', 'seconds'));
    page.backTo(references()[0]?.id ?? '');
    const { experiment } = state();
    expect([experiment.data.values.noise, experiment.runs.map(fixedRadius)[1], experiment.view.x]).toEqual([0.2, 0.2, 'seconds']);
    expect(references()[0]?.differs).toEqual([]);
  });

  it('is let go, and comes back when that is undone', () => {
    const { page, references, train, state } = trained();
    page.pinRun('r2');
    train('data.noise', 0.1);
    const [reference] = references();
    page.letGo(reference?.id ?? '');
    expect([references(), state().removed?.label]).toEqual([[], 'SAM Wrong labels 20 %, pinned,']);
    page.undoRemove();
    expect(references()).toEqual([reference]);
    expect(state().removed).toBeNull();
  });

  it('is in no link', () => {
    const { page, address, set } = trained();
    const before = address.read();
    page.pinRun('r2');
    expect(address.read()).toBe(before);
    set('data.noise', 0.1);
    expect(address.read()).toBe('v=1&preset=moons-noisy&noise=.1&algos=sgd,sam(rho=.2)&steps=100');
  });
});
