import { describe, expect, it } from 'vitest';
import { OWN, recipes } from '../../../src/core/sam/recipes';
import { changedSlots, citationsOf, deviationsOf, isChanged, publishedAs, slotsInUse } from '../../../src/core/settings/composition';
import { chooseKind, setField } from '../../../src/core/settings/edit';
import type { Experiment, RunSettings } from '../../../src/core/settings/experiment';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { runOf } from '../../../src/core/settings/runs';

const experimentOf = (algorithm: string): Experiment => ({ ...defaultExperiment, runs: [runOf('r1', algorithm)] });
const withParts = (algorithm: string, kinds: Readonly<Record<string, string>>) =>
  Object.entries(kinds).reduce<Experiment>(
    (experiment, [slot, kind]) => chooseKind(experiment, `runs.r1.${slot}`, kind),
    experimentOf(algorithm),
  );
const run = (experiment: Experiment) => experiment.runs[0] as RunSettings;

describe('one’s own algorithm', () => {
  it('is in links, with its parts, and back', () => {
    const own = withParts(OWN, { ascent: 'bisam-log', geometry: 'filterwise', gate: 'adaptive' });
    expect(encode(own)).toMatch(/algos=own\(/);
    expect(decode(encode(own))).toEqual({ experiment: own, notices: [] });
  });

  it('is never changed, whatever it is made of, and names the parts that are not the first of their slot', () => {
    const own = withParts(OWN, { ascent: 'bisam-log', mask: 'swp' });
    expect(isChanged(run(own))).toBe(false);
    expect(changedSlots(run(own))).toEqual(['ascent', 'mask']);
  });

  it.each(Object.keys(recipes).filter((name) => recipes[name]?.parts.descent !== 'universal'))(
    'put together as %s is recognized as it',
    (name) => {
      const published = runOf('r1', name);
      const kinds = Object.fromEntries(slotsInUse(published).map((slot) => [slot, published.parts[slot].kind]));
      const chosen = slotsInUse(published).reduce<Experiment>(
        (own, slot) => {
          const choices = Object.entries(published.parts[slot].values).filter(([, value]) => typeof value !== 'number');
          return choices.reduce((one, [key, value]) => setField(one, `runs.r1.${slot}.${key}`, value), own);
        },
        withParts(OWN, kinds),
      );
      expect(publishedAs(run(chosen))).toBe(name);
    },
  );

  it('in the universal class is told from its members by φ and ψ', () => {
    const own = withParts(OWN, { descent: 'universal' });
    const chosen = { measure: 'cube', psi: 'exp-half', phi: 'inverse-square' };
    const det = Object.entries(chosen).reduce<Experiment>(
      (experiment, [key, value]) => setField(experiment, `runs.r1.descent.${key}`, value),
      own,
    );
    expect(publishedAs(run(det))).toBe('det-sam');
    expect(publishedAs(run(setField(det, 'runs.r1.descent.psi', 'square')))).toBeUndefined();
  });
});

describe('a published algorithm', () => {
  it.each(Object.keys(recipes))('%s is what it is called, and nothing else is called so', (name) => {
    expect([isChanged(runOf('r1', name)), changedSlots(runOf('r1', name)), publishedAs(runOf('r1', name))]).toEqual([false, [], undefined]);
  });

  it.each(Object.keys(recipes))('%s is cited by its own paper first', (name) => {
    expect(citationsOf(runOf('r1', name))).toEqual([recipes[name]]);
  });

  it('that was changed cites the papers of its new parts too, once each', () => {
    const keys = (experiment: Experiment) => citationsOf(run(experiment)).map(({ bibtex }) => /\{([\w-]+),/.exec(bibtex)?.[1]);
    expect(keys(withParts('sam', { ascent: 'bisam-log', radius: 'lets' }))).toEqual(['foret2021sam', 'xie2024bisam', 'wang2024lets']);
    expect(keys(withParts(OWN, { gate: 'adaptive', geometry: 'filterwise' }))).toEqual(['foret2021sam', 'kwon2021asam', 'jiang2023aesam']);
  });

  it('says of each of its parts in use where it differs from the paper', () => {
    expect(deviationsOf(run(experimentOf('sam')))).toEqual([]);
    const changed = deviationsOf(run(withParts('sam', { gate: 'adaptive', fallback: 'reuse' })));
    expect(changed.map(({ part }) => part)).toEqual(['Adaptive (AE-SAM)']);
    // As clauses after a name.
    for (const { deviation } of Object.keys(recipes).flatMap((name) => deviationsOf(runOf('r1', name))))
      expect(deviation).toMatch(/^(?!.*\. ).*\.$/);
  });

  it('with other numbers is still the same', () => {
    expect(isChanged(run(setField(experimentOf('sam'), 'runs.r1.radius.rho', 0.9)))).toBe(false);
  });

  it('that never climbs keeps its name, whatever parts it does not use', () => {
    expect(isChanged(run(withParts('sgd', { ascent: 'bisam-log' })))).toBe(false);
    expect(isChanged(run(withParts('sam', { gate: 'never' })))).toBe(true);
  });
});
