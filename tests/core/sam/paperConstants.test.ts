import { describe, expect, it } from 'vitest';
import { noticesAbout } from '../../../src/core/sam/combinations';
import { paperConstants } from '../../../src/core/sam/paperConstants';
import { partsOf, recipes } from '../../../src/core/sam/recipes';
import { slotNames } from '../../../src/core/sam/slotNames';
import { chooseKind, setField } from '../../../src/core/settings/edit';
import { entryOf } from '../../../src/core/settings/entry';
import type { Experiment } from '../../../src/core/settings/experiment';
import { formOf } from '../../../src/core/settings/form';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { slotRegistry } from '../../../src/core/sam/partChoices';
import { runOf } from '../../../src/core/settings/runs';
import { faultsOf } from '../settings/legalExperiments';

const rows = Object.entries(paperConstants).flatMap(([algorithm, list]) =>
  list.map((row) => [`${algorithm} ${row.id}`, algorithm, row] as const),
);
const experimentWith = (algorithm: string) => ({ ...defaultExperiment, runs: [runOf('r1', algorithm)] });
const menuOf = (experiment: Experiment) => formOf(experiment).runs[0]?.menus.find(({ path }) => path === 'runs.r1.constants');

describe.each(rows)('constants of %s', (_, algorithm, { id, values, parts, source, filledIn = [] }) => {
  const chosen = chooseKind(experimentWith(algorithm), 'runs.r1.constants', id);
  const run = chosen.runs[0] as (typeof chosen.runs)[number];

  it('are within the limits of the settings they belong to, each to exactly one part', () => {
    expect(faultsOf(chosen)).toEqual([]);
    for (const [key, value] of Object.entries(values)) {
      const owners = slotNames.filter((slot) => Object.hasOwn(entryOf(slotRegistry(slot), run.parts[slot].kind).fields, key));
      expect(owners, key).toHaveLength(1);
      expect(run.parts[owners[0] as 'radius'].values, key).toHaveProperty(key, value);
    }
    for (const [slot, kind] of Object.entries(parts ?? {})) expect(run.parts[slot as 'radius'].kind).toBe(kind);
    expect(source).toMatch(/\d{4}/);
    for (const key of filledIn) expect(Object.keys(values)).toContain(key);
  });

  it('make a combination that is neither refused nor doubtful', () => {
    expect(noticesAbout(run.parts)).toEqual([]);
  });

  it('are what the menu then shows, or a row with the same values, until one of them is changed', () => {
    const shown = paperConstants[algorithm]?.find((row) => row.id === menuOf(chosen)?.kind);
    expect(shown && chooseKind(experimentWith(algorithm), 'runs.r1.constants', shown.id)).toEqual(chosen);
    const [key, value] = Object.entries(values).find(([, one]) => typeof one === 'number') as [string, number];
    const slot = slotNames.find((name) => Object.hasOwn(run.parts[name].values, key)) as 'radius';
    const other = setField(chosen, `runs.r1.${slot}.${key}`, value * 0.77 + 3);
    expect(other).not.toEqual(chosen);
    expect(menuOf(other)?.kind).not.toBe(id);
  });
});

describe('constants of papers', () => {
  it('are offered for algorithms that exist, under ids and labels of their own', () => {
    for (const [algorithm, list] of Object.entries(paperConstants)) {
      expect(recipes).toHaveProperty(algorithm);
      for (const key of ['id', 'label'] as const) expect(new Set(list.map((row) => row[key])).size).toBe(list.length);
    }
  });

  it('are in the form of the algorithms that have some, and of no other', () => {
    for (const algorithm of Object.keys(recipes))
      expect(menuOf(experimentWith(algorithm)) !== undefined).toBe(Object.hasOwn(paperConstants, algorithm));
  });

  it('leave alone what the paper does not speak of', () => {
    const tuned = setField(experimentWith('looksam'), 'runs.r1.radius.rho', 0.37);
    const chosen = chooseKind(tuned, 'runs.r1.constants', 'ae-noise');
    expect(chosen.runs[0]?.parts.gate.values).toHaveProperty('k', 2);
    expect(chosen.runs[0]?.parts.radius.values).toHaveProperty('rho', 0.37);
    expect(chooseKind(tuned, 'runs.r1.constants', 'own')).toEqual(tuned);
  });

  it('bring back the algorithm’s own part where another had been put in its place', () => {
    const changed = chooseKind(experimentWith('ae-sam'), 'runs.r1.gate', 'always');
    expect(chooseKind(changed, 'runs.r1.constants', 'cifar').runs[0]?.parts.gate).toEqual(partsOf('ae-sam').gate);
  });

  it('are refused by name when there are none', () => {
    expect(() => chooseKind(experimentWith('sam'), 'runs.r1.constants', 'nowhere')).toThrow('no constants “nowhere”');
  });

  it('hold the tables of the universal class', () => {
    const column = (algorithm: string, key: string) => paperConstants[algorithm]?.map(({ values }) => values[key]);
    expect(column('frob-sam', 'lambda')).toEqual([5e-3, 1e-4, 5e-3, 1e-4, 1e-4, 1e-3, 0.01, 0.01, 1e-3]);
    expect(column('frob-sam', 'rho')).toEqual([5e-3, 5e-3, 5e-3, 1e-2, 5e-3, 5e-3, 1e-2, 5e-3, 1e-2]);
    expect(column('det-sam', 'lambda')).toEqual([1, 0.1, 0.1, 0.01, 1, 1, 0.01, 0.1, 0.1]);
    expect(paperConstants['trace-sam']?.map(({ label }) => label)).toContain('CIFAR-100-C (Tahmasebi et al.)');
    expect(paperConstants['ssam-f']?.slice(0, 3).map(({ values }) => values.rho)).toEqual([0.1, 0.2, 0.1]);
  });
});
