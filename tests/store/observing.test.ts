import { describe, expect, it } from 'vitest';
import type { ObservedStep } from '../../src/core/protocol/views';
import { fakePage, runningPage } from './fakePage';

const observedOf = (run: string, step: number): ObservedStep => ({
  member: { id: `${run}/1`, run, seed: 1 },
  step,
  happened: ['gradient', 'step'],
  numbers: { gradNorm: 1 },
  arrows: [],
  spannedBy: ['Δw'],
  relief: null,
  pictures: [],
});

describe('a step looked at from the inside, on the page', () => {
  it('is asked of the first seed of a run, which pauses training', () => {
    const { page, last, group } = runningPage();
    page.observe('r2');
    expect(last('observe')).toEqual({ type: 'observe', group: group().id, member: 'r2/1' });
    expect(group()).toMatchObject({ phase: 'paused', observing: 'r2/1', observed: null });
    // A pause that was asked for before is no answer.
    page.receive({ type: 'paused', group: group().id, step: 3 });
    expect(group().observing).toBe('r2/1');
    page.receive({ type: 'observed', group: group().id, observed: observedOf('r2', 4) });
    expect(group()).toMatchObject({ observing: null, observed: { step: 4 } });
  });

  it('starts training, paused, where nothing is trained yet', () => {
    const { page, types, group } = fakePage();
    page.open();
    page.observe('r2');
    expect(types().slice(-3)).toEqual(['probe', 'start', 'observe']);
    expect(group().phase).toBe('paused');
  });

  it('is not asked of a run that is not there', () => {
    const { page, types } = runningPage();
    page.observe('r9');
    expect(types()).not.toContain('observe');
  });

  it('that does not come leaves the one before', () => {
    const { page, group } = runningPage();
    page.receive({ type: 'observed', group: group().id, observed: observedOf('r2', 4) });
    page.observe('r2');
    page.receive({ type: 'observed', group: group().id, observed: null });
    expect(group()).toMatchObject({ observing: null, observed: { step: 4 } });
  });

  it('goes with its run, and with the group', () => {
    const { page, group, state } = runningPage();
    page.receive({ type: 'observed', group: group().id, observed: observedOf('r2', 4) });
    page.removeRun('r2', 'SAM');
    const members = state().experiment.runs.map(({ id }) => ({ id: `${id}/1`, run: id, seed: 1 }));
    page.receive({ type: 'changed', group: group().id, members, tunings: [] });
    expect(group().observed).toBeNull();
    page.receive({ type: 'observed', group: group().id, observed: observedOf('r1', 5) });
    page.reset();
    expect(group().observed).toBeNull();
  });

  it('is not waited for when the worker is lost', () => {
    const { page, group } = runningPage();
    page.observe('r2');
    page.lose({ code: 'worker-died', replaced: true, snapshot: null, detail: '' });
    expect(group().observing).toBeNull();
  });
});
