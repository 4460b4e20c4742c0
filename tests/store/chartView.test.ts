import { describe, expect, it } from 'vitest';
import { cursorX, zoomed } from '../../src/store/chartView';
import { setField } from '../../src/core/settings/edit';
import { tickOf } from '../core/metrics/histories';
import { fakePage } from './fakePage';

const boundary = (step: number) => ({
  member: 'r1/1',
  step,
  size: 1,
  extent: [0, 1, 0, 1] as const,
  winners: new Uint8Array(1),
  confidence: new Uint8Array(1),
});

/** A run that has drawn pictures at steps 0, 100 and 200. */
function drawn() {
  const fake = fakePage();
  fake.page.run();
  fake.begin();
  for (const [seq, step] of [0, 100, 200].entries()) {
    const members = [tickOf('r1', 1, [step], () => 70)];
    fake.page.receive({ type: 'tick', group: fake.group().id, seq, step, members, boundaries: [boundary(step)] });
  }
  return fake;
}

describe('the cursor', () => {
  it('is looked at under the hand, at A when the hand is gone, and at B once that is set', () => {
    const { page } = fakePage();
    const looked = () => cursorX(page.view.getState());
    page.pointAt(10);
    expect(looked()).toBe(10);
    page.pin(10);
    page.pointAt(30);
    expect(looked()).toBe(30);
    page.pointAt(null);
    expect(looked()).toBe(10);
    page.pin(50);
    page.pointAt(70);
    expect(looked()).toBe(50);
    page.pin(70);
    page.pointAt(null);
    expect(looked()).toBeNull();
  });

  it('is gone with a new training and with another axis', () => {
    const { page, state } = drawn();
    page.pin(10);
    page.reset();
    expect(page.view.getState().pinned).toBeNull();
    page.pin(10);
    page.edit(setField(state().experiment, 'view.x', 'seconds'));
    expect(page.view.getState().pinned).toBeNull();
  });

  it('goes from picture to picture, and stays at the first and the last', () => {
    const { page } = drawn();
    const seen = ([-1, -1, -1, 1, 1, 1] as const).map((by) => {
      page.showPicture(by);
      return page.view.getState().pinned;
    });
    expect(seen).toEqual([100, 0, 0, 100, 200, 200]);
  });

  it('finds pictures on other axes where they were drawn', () => {
    const { page, state } = drawn();
    page.edit(setField(state().experiment, 'view.x', 'evals'));
    page.showPicture(-1);
    expect(page.view.getState().pinned).toBe(200);
  });

  it('has no picture to go to before there is one', () => {
    const { page } = fakePage();
    expect(page.showPicture(1)).toBe(false);
  });
});

describe('runs', () => {
  it('are muted and shown again, and shown alone and with the others again', () => {
    const { page } = fakePage();
    const muted = () => [...page.view.getState().muted];
    page.mute('r2');
    expect(muted()).toEqual(['r2']);
    page.mute('r2');
    page.solo('r2');
    expect(muted()).toEqual(['r1', 'r3']);
    page.solo('r2');
    expect(muted()).toEqual([]);
  });
});

describe('a zoom', () => {
  it('is in the link with no more digits than it needs, and gone from it when reset', () => {
    const { page, state, address } = fakePage();
    const zoom = (to: Parameters<typeof zoomed>[1]) => page.edit({ ...state().experiment, view: zoomed(state().experiment.view, to) });
    zoom({ x: [123.456, 520.987], y: { range: [0.123456, 0.456789], place: 5 } });
    expect(address.read()).toContain('zoom=123;521&zoomy=.123;.457&zoomof=5');
    zoom({ x: [200, 300] });
    expect(address.read()).toContain('zoom=200;300');
    expect(address.read()).not.toContain('zoomy');
    zoom(null);
    expect(address.read()).not.toContain('zoom');
  });

  it('belongs to its axis', () => {
    const { page, state } = fakePage('v=1&preset=pinwheel-noisy&zoom=100;500');
    page.edit(setField(state().experiment, 'view.x', 'seconds'));
    expect(state().experiment.view.zoom).toEqual([0]);
  });

  it.each(['zoom=abc', 'zoom=', 'zoom=1;2;3', 'zoomy=1e99;2', 'zoomof=900'])('survives %s, and says so', (word) => {
    const { state } = fakePage(`v=1&preset=pinwheel-noisy&${word}`);
    expect(state().notices).toHaveLength(1);
    expect(state().experiment.view.zoom.length).toBeLessThanOrEqual(2);
  });
});
