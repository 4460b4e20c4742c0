import { describe, expect, it } from 'vitest';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { normSchedule } from '../../../src/core/settings/normSchedule';
import { runOf } from '../../../src/core/settings/runs';

const scheduleOf = (training: Partial<typeof defaultExperiment.training>) =>
  normSchedule({ training: { ...defaultExperiment.training, ...training } });

describe('gradient norms by themselves', () => {
  it('are measured at 30, 60 and 90 % of training, at a tenth of its steps each', () => {
    expect(scheduleOf({ steps: 1000 })).toMatchObject({ steps: [300, 600, 900], batches: 100 });
    expect(scheduleOf({ steps: 50_000 })).toMatchObject({ steps: [15_000, 30_000, 45_000], batches: 400 });
    expect(scheduleOf({ steps: 1000, norms: 20 })).toMatchObject({ batches: 20 });
  });

  it('are left alone where a tenth of the steps shows no distribution', () => {
    expect(scheduleOf({ steps: 499 }).steps).toEqual([]);
    expect(scheduleOf({ steps: 500 }).steps).toEqual([150, 300, 450]);
  });

  it('are those of runs with an adaptive gate, of every run, or of none', () => {
    const runs = [runOf('r1', 'sgd'), runOf('r2', 'ae-sam'), runOf('r3', 'ss-sam'), runOf('r4', 'ae-looksam')];
    const included = (normsof: 'adaptive' | 'all' | 'none') => runs.filter(scheduleOf({ normsof }).includes).map(({ id }) => id);
    expect(included('adaptive')).toEqual(['r2', 'r4']);
    expect(included('all')).toEqual(['r1', 'r2', 'r3', 'r4']);
    expect(included('none')).toEqual([]);
  });
});
