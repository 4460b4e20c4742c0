import { describe, expect, it } from 'vitest';
import type { LossPlane } from '../../src/core/protocol/views';
import { fakePage, runningPage } from './fakePage';

const pathOf = (run: string): LossPlane['paths'][number] => ({
  member: { id: `${run}/1`, run, seed: 1 },
  steps: Float64Array.of(0, 10),
  x: Float64Array.of(0, 1),
  y: Float64Array.of(0, 1),
  projected: Float64Array.of(1, 0.5),
  losses: Float64Array.of(1, 0.6),
});
const plane: LossPlane = {
  samples: 64,
  shares: [0.7, 0.2],
  x: Float64Array.of(0, 1),
  y: Float64Array.of(0, 1),
  losses: Float64Array.of(1, 2, 3, 4),
  paths: ['r1', 'r2'].map(pathOf),
};

describe('the loss in the plane of all paths, on the page', () => {
  it('is asked of the group on screen, and not where nothing is trained', () => {
    const { page, last, group } = runningPage();
    page.slice();
    expect(last('slice')).toEqual({ type: 'slice', group: group().id });
    const idle = fakePage();
    idle.page.open();
    idle.page.slice();
    expect(idle.types()).not.toContain('slice');
  });

  it('stays as it was last measured, loses the paths of runs that go, and goes with the group', () => {
    const { page, group, state } = runningPage();
    page.receive({ type: 'lossPlane', group: group().id, plane: null });
    expect(group().lossPlane).toBe('none');
    page.receive({ type: 'lossPlane', group: 'another', plane });
    expect(group().lossPlane).toBe('none');
    page.receive({ type: 'lossPlane', group: group().id, plane });
    page.removeRun('r2', 'SAM');
    const members = state().experiment.runs.map(({ id }) => ({ id: `${id}/1`, run: id, seed: 1 }));
    page.receive({ type: 'changed', group: group().id, members, tunings: [] });
    expect(group().lossPlane).toEqual({ ...plane, paths: [pathOf('r1')] });
    page.reset();
    expect(group().lossPlane).toBeNull();
  });
});
