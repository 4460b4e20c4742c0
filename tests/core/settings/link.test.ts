import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment, presets } from '../../../src/core/settings/presets';
import { faultsOf, legalExperiment } from './legalExperiments';

describe('a link', () => {
  it('reads back as the experiment it was written from, without a notice', () => {
    fc.assert(
      fc.property(legalExperiment, (experiment) => {
        expect(decode(encode(experiment))).toEqual({ experiment, notices: [] });
      }),
      { numRuns: 1500, seed: 1 },
    );
  });

  it('is empty for the default experiment only', () => {
    expect(encode(defaultExperiment)).toBe('');
    expect(decode('')).toEqual({ experiment: defaultExperiment, notices: [] });
    for (const id of Object.keys(presets).slice(1)) expect(encode((presets[id] as (typeof presets)[string]).experiment)).toBe(`v=1&preset=${id}`);
  });

  it('starts from legal presets', () => {
    for (const [id, { experiment }] of Object.entries(presets)) {
      expect(experiment.preset).toBe(id);
      expect(faultsOf(experiment)).toEqual([]);
    }
  });
});
