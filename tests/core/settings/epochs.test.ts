import { describe, expect, it } from 'vitest';
import { setField } from '../../../src/core/settings/edit';
import { withStepsOfEpochs } from '../../../src/core/settings/epochs';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';

const asked = (epochs: number, batch = 32) => setField(setField(defaultExperiment, 'training.epochs', epochs), 'training.batch', batch);

describe('a run as long as its epochs', () => {
  it('has epochs · ⌊N/B⌋ steps: the last incomplete batch of an epoch is dropped', () => {
    expect(withStepsOfEpochs(asked(20), 300).training.steps).toBe(20 * 9);
    expect(withStepsOfEpochs(asked(7, 300), 300).training.steps).toBe(7);
    expect(withStepsOfEpochs(asked(200, 128), 50_000).training.steps).toBe(78_000);
  });

  it('keeps its steps where N is not known, no batch fits, or no epochs are asked for', () => {
    expect(withStepsOfEpochs(asked(20), undefined)).toEqual(asked(20));
    expect(withStepsOfEpochs(asked(20, 512), 300)).toEqual(asked(20, 512));
    expect(withStepsOfEpochs(defaultExperiment, 300)).toBe(defaultExperiment);
  });

  it('has no more steps than a run may have', () => {
    expect(withStepsOfEpochs(asked(10_000, 1), 10_000).training.steps).toBe(1e6);
  });

  it('goes through a link, and ends where steps are set', () => {
    const link = encode(withStepsOfEpochs(asked(20), 300));
    expect(link).toContain('epochs=20');
    expect(decode(link).experiment.training).toMatchObject({ epochs: 20, steps: 180 });
    expect(setField(asked(20), 'training.steps', 55).training).toMatchObject({ epochs: 0, steps: 55 });
  });
});
