import { describe, expect, it } from 'vitest';
import { partsOf, recipes } from '../../../src/core/sam/recipes';
import { climbs, runOf } from '../../../src/core/settings/runs';
import { costOf } from '../../../src/core/settings/cost';
import { presets } from '../../../src/core/settings/presets';
import { anatomyOf, batchOf, linearNetwork, tanhNetwork, walk } from './smallProblem';

/** Gradient evaluations per step, as the papers count them. A new algorithm is documented here. */
const evaluations: Readonly<Record<string, number>> = { sgd: 1, sam: 2, 'bisam-log': 2, 'bisam-tanh': 2 };
const optimizers = [['sgd'], ['sgd', { momentum: 0.9, wd: 5e-4 }], ['adam'], ['adamw']] as const;

describe.each(Object.keys(recipes))('algorithm %s', (algorithm) => {
  it('costs the gradients it is documented to cost, and the page is told so', async () => {
    const { records } = await walk(anatomyOf(algorithm), 3);
    expect(records.map(({ gradEvals }) => gradEvals)).toEqual([1, 2, 3].map(() => evaluations[algorithm]));
    const [preset] = Object.values(presets);
    if (!preset) throw new Error('there is no preset');
    expect(costOf({ ...preset.experiment, runs: [runOf('r1', algorithm)] }).runs[0]?.perStep).toBe(evaluations[algorithm]);
  });

  it('is its base optimizer, bit for bit, when ρ is zero', async () => {
    for (const optimizer of optimizers) {
      const batch = (step: number) => batchOf(12, `batch ${step}`);
      const own = await walk(anatomyOf(algorithm, { rho: 0 }, optimizer), 8, { batch, learningRate: 0.05 });
      const base = await walk(anatomyOf('sgd', {}, optimizer), 8, { batch, learningRate: 0.05 });
      expect(own.params).toEqual(base.params);
    }
  });

  it.each([
    ['a linear', linearNetwork],
    ['a small', tanhNetwork],
  ])('lowers the loss of %s network', async (_, network) => {
    for (const optimizer of optimizers) {
      const learningRate = optimizer[0] === 'sgd' ? 0.2 : 0.05;
      const { records } = await walk(anatomyOf(algorithm, { rho: 0.05 }, optimizer), 60, { network, learningRate });
      expect(records.at(-1)?.lossClean).toBeLessThan(0.5 * (records[0]?.lossClean as number));
    }
  });

  it('climbs or does not climb as its settings say', async () => {
    const { records } = await walk(anatomyOf(algorithm, { rho: 0.05 }), 2);
    const isClimbing = climbs(runOf('r1', algorithm));
    for (const { samApplied, perturbNorm } of records) {
      expect(samApplied).toBe(isClimbing ? 1 : 0);
      if (isClimbing) expect(perturbNorm).toBeCloseTo(0.05, 10);
      else expect(perturbNorm).toBeUndefined();
    }
  });

  it('is introduced in full', () => {
    const { label, idea, formula, source, bibtex, color } = recipes[algorithm] as (typeof recipes)[string];
    for (const text of [label, formula, color]) expect(text.trim()).not.toBe('');
    expect(idea).toMatch(/^[A-Z].*\.$/);
    expect(source).toMatch(/\d{4}/);
    expect(bibtex).toMatch(/^@\w+\{[\w-]+,[\s\S]*title=[\s\S]*author=[\s\S]*year=\{\d{4}\}[\s\S]*\}$/);
  });
});

describe('algorithms', () => {
  it('are told apart by name, idea, colour and parts', () => {
    const all = Object.entries(recipes);
    for (const key of ['label', 'idea', 'formula', 'color'] as const)
      expect(new Set(all.map(([, recipe]) => recipe[key])).size).toBe(all.length);
    expect(new Set(all.map(([name]) => JSON.stringify(partsOf(name)))).size).toBe(all.length);
  });

  it('are refused by name when they do not exist, inherited names included', () => {
    expect(() => partsOf('adahessian')).toThrow(/“adahessian”; known: sgd, sam/);
    expect(() => partsOf('toString')).toThrow('toString');
  });

  it('differ where they should: SAM, BiSAM and SGD part ways from the first step', async () => {
    const ends = await Promise.all(
      ['sgd', 'sam', 'bisam-log', 'bisam-tanh'].map(async (name) => (await walk(anatomyOf(name, { rho: 0.2 }), 1)).params),
    );
    expect(new Set(ends.map(String)).size).toBe(4);
  });
});
