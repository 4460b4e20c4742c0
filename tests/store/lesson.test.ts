import { describe, expect, it } from 'vitest';
import { setField } from '../../src/core/settings/edit';
import { patched } from '../../src/core/settings/link';
import { fakePage } from './fakePage';

const stepped = (hash = '') => {
  const fake = fakePage(hash);
  const before = fake.state().experiment;
  fake.page.teach('cost:1', patched(before, 'preset=moons-noisy&steps=40').experiment);
  return { ...fake, before };
};

describe('a lesson', () => {
  it('changes the experiment and stands in the link', () => {
    const { state, address } = stepped();
    expect(state().experiment.training.steps).toBe(40);
    expect(address.read()).toBe('v=1&preset=moons-noisy&steps=40&lesson=cost:1');
  });

  it('waits for Run after a run that has ended, also where only runs join', () => {
    const { page, state, group, begin, last } = stepped();
    page.run();
    begin();
    page.receive({ type: 'ended', group: group().id, outcome: 'completed' });
    page.teach('cost:2', patched(state().experiment, 'algos=sgd,sam,bisam-log,asam').experiment);
    expect(last('start')).toMatchObject({ paused: true, group: group().id });
    expect(group().phase).toBe('paused');
  });

  it('keeps guesses from step to step', () => {
    const { page, state } = stepped();
    page.guess(1, 'sam');
    page.teach('cost:2', state().experiment);
    page.guess(2, '1.5');
    expect(state().lessonProgress?.answers).toEqual({ 1: 'sam', 2: '1.5' });
  });

  it('leaves its experiment when it is closed, and offers the one from before', () => {
    const { page, state, before } = stepped('v=1&preset=spirals-clean&theme=dark');
    page.closeLesson();
    expect(state().experiment.lecture.lesson).toBe('');
    expect(state().experiment.preset).toBe('moons-noisy');
    expect(state().lessonProgress?.isOver).toBe(true);
    page.leaveLesson();
    expect(state().experiment).toEqual(before);
    expect(state().lessonProgress).toBeNull();
  });

  it('offers nothing where nothing was changed', () => {
    const { page, state } = fakePage();
    page.teach('cost:1', state().experiment);
    page.closeLesson();
    expect(state().lessonProgress).toBeNull();
  });

  it('followed by another one still leads back to before the first', () => {
    const { page, state, before } = stepped();
    page.teach('radius:1', patched(state().experiment, 'steps=70').experiment);
    expect(state().lessonProgress).toMatchObject({ id: 'radius', answers: {} });
    page.closeLesson();
    page.leaveLesson();
    expect(state().experiment).toEqual(before);
  });

  it('may change what the link locks, as both come from who teaches', () => {
    const { page, state } = fakePage('v=1&lock=training');
    page.teach('cost:1', patched(state().experiment, 'steps=40').experiment);
    expect(state().experiment.training.steps).toBe(40);
  });
});

describe('what the link locks', () => {
  it('is not edited, and that is said', () => {
    const { page, state, address } = fakePage('v=1&lock=seeds');
    const before = state().experiment;
    page.newSeed();
    expect(state().experiment).toBe(before);
    expect(state().announcement).toBe('Locked by the link: Seeds');
    expect(address.entries).toEqual(['v=1&lock=seeds']);
  });

  it('leaves the rest alone', () => {
    const { page, state } = fakePage('v=1&lock=seeds');
    page.edit(setField(state().experiment, 'training.steps', 50));
    expect(state().experiment.training.steps).toBe(50);
    expect(state().announcement).toBe('');
  });

  it('does not offer to bring back a run that could not be removed', () => {
    const { page, state } = fakePage('v=1&lock=runs');
    page.removeRun('r1', 'SGD');
    expect(state().experiment.runs).toHaveLength(3);
    expect(state().removed).toBeNull();
  });

  it('is edited once it was unlocked, which stays in the link', () => {
    const { page, state, address } = fakePage('v=1&lock=seeds');
    page.edit({ ...state().experiment, lecture: { ...state().experiment.lecture, unlocked: true } });
    page.newSeed();
    expect(state().experiment.training.seeds).toEqual([2]);
    expect(address.read()).toBe('v=1&preset=pinwheel-noisy&seeds=2&lock=seeds&unlocked=1');
  });
});

describe('a page around', () => {
  it('replaces the experiment, and not what makes the page embedded', () => {
    const { page, state } = fakePage('v=1&mode=embed&origin=https:%2F%2Fexample.org&transparent=1');
    const notices = page.configure('v=1&preset=moons-noisy&steps=40&mode=page&origin=https:%2F%2Felsewhere.org&oops=1');
    expect(notices.map(({ about }) => about)).toEqual(['oops']);
    const { experiment } = state();
    expect(experiment.preset).toBe('moons-noisy');
    expect(experiment.view.mode).toBe('embed');
    expect(experiment.lecture).toMatchObject({ origin: 'https://example.org', transparent: true });
  });
});
