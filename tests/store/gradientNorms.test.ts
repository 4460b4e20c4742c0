import { describe, expect, it } from 'vitest';
import type { GradientNorms } from '../../src/core/protocol/views';
import { setField } from '../../src/core/settings/edit';
import { fakePage, runningPage } from './fakePage';

const normsOf = (run: string, step: number, count = 3): GradientNorms => ({
  member: { id: `${run}/1`, run, seed: 1 },
  step,
  size: 32,
  squaredNorms: new Float64Array(count).fill(0.5),
  meanGradientSquaredNorm: 0.1,
  variance: 0.4,
  isAutomatic: false,
});
const measuring = { what: 'norms', member: { id: 'r2/1', run: 'r2', seed: 1 }, step: 10, done: 3, planned: 400, waiting: 0 } as const;

describe('gradient norms on the page', () => {
  it('are asked of the group on screen, and given up there', () => {
    const { page, last, group } = runningPage();
    page.measure(['r2', 'r1']);
    expect(last('measure')).toEqual({ type: 'measure', group: group().id, runs: ['r2', 'r1'] });
    page.stopMeasuring();
    expect(last('stopMeasuring')).toEqual({ type: 'stopMeasuring', group: group().id });
  });

  it('are not asked for where nothing is trained', () => {
    const { page, types } = fakePage();
    page.open();
    page.measure(['r1']);
    page.stopMeasuring();
    expect(types()).not.toContain('measure');
    expect(types()).not.toContain('stopMeasuring');
  });

  it('are kept in the order they come; the same place measured again takes the place of what was there', () => {
    const { page, group } = runningPage();
    const say = (norms: GradientNorms) => page.receive({ type: 'gradientNorms', group: group().id, norms });
    say(normsOf('r1', 10));
    say(normsOf('r2', 10));
    say(normsOf('r1', 20));
    say(normsOf('r1', 10, 400));
    page.receive({ type: 'gradientNorms', group: 'another', norms: normsOf('r3', 10) });
    expect(group().gradientNorms.map(({ member, step, squaredNorms }) => [member.run, step, squaredNorms.length])).toEqual([
      ['r2', 10, 3],
      ['r1', 20, 3],
      ['r1', 10, 400],
    ]);
  });

  it('of a run that is removed go with it, and all go with the group', () => {
    const { page, group, state } = runningPage();
    page.receive({ type: 'gradientNorms', group: group().id, norms: normsOf('r1', 10) });
    page.receive({ type: 'gradientNorms', group: group().id, norms: normsOf('r2', 10) });
    page.removeRun('r2', 'SAM');
    const members = state().experiment.runs.map(({ id }) => ({ id: `${id}/1`, run: id, seed: 1 }));
    page.receive({ type: 'changed', group: group().id, members, tunings: [] });
    expect(group().gradientNorms.map(({ member }) => member.run)).toEqual(['r1']);
    page.reset();
    expect(group().gradientNorms).toEqual([]);
  });

  it('that are being measured hold the pace, and end with the device or the worker', () => {
    const { page, group } = runningPage();
    const begin = () => page.receive({ type: 'measuring', group: group().id, measuring });
    begin();
    expect(group()).toMatchObject({ measuring, pace: [] });
    page.receive({ type: 'measuring', group: group().id, measuring: null });
    expect(group().measuring).toBeNull();
    begin();
    page.lose({ code: 'worker-died', replaced: true, snapshot: null, detail: '' });
    expect(group().measuring).toBeNull();
    begin();
    page.receive({ type: 'failed', group: group().id, code: 'device-error', detail: '' });
    expect(group().measuring).toBeNull();
  });

  it('on another number of mini-batches go on training: the worker is told, and the link says it', () => {
    const { page, last, group, state, address } = runningPage();
    const before = group().id;
    page.edit(setField(state().experiment, 'training.norms', 100));
    expect(last('change')).toMatchObject({ group: before, experiment: { training: { norms: 100 } } });
    expect(group().id).toBe(before);
    expect(address.entries.at(-1)).toContain('norms=100');
  });
});
