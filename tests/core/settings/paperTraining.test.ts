import { describe, expect, it } from 'vitest';
import { chooseKind, setField } from '../../../src/core/settings/edit';
import type { Experiment } from '../../../src/core/settings/experiment';
import { formOf } from '../../../src/core/settings/form';
import { decode, encode } from '../../../src/core/settings/link';
import { paperTraining } from '../../../src/core/settings/paperTraining';
import { defaultExperiment as base } from '../../../src/core/settings/presets';
import { refusals } from '../../../src/core/settings/refusals';
import { faultsOf } from './legalExperiments';

const large = setField(base, 'data.n', 5000);
const menuOf = (experiment: Experiment) =>
  formOf(experiment).sections.flatMap(({ menus }) => menus.filter(({ path }) => path === 'training.constants'))[0];

describe.each(Object.entries(paperTraining))('training as in %s', (id, { values, optimizer, schedule, filledIn = [], source, note }) => {
  const chosen = chooseKind(large, 'training.constants', id);

  it('is legal, runs, and is all in the link', () => {
    expect(faultsOf(chosen)).toEqual([]);
    expect(refusals(chosen)).toEqual([]);
    expect(decode(encode(chosen))).toEqual({ experiment: chosen, notices: [] });
  });

  it('sets what it names, and is what the menu then shows until something is changed', () => {
    expect(chosen.training).toMatchObject(values);
    expect(chosen.optimizer).toMatchObject({ kind: optimizer[0], values: optimizer[1] });
    if (schedule) expect(chosen.schedule).toMatchObject({ kind: schedule[0], values: schedule[1] });
    else expect(chosen.schedule).toBe(large.schedule);
    expect(menuOf(chosen)?.kind).toBe(id);
    const [key] = Object.keys(values);
    expect(menuOf(setField(chosen, `training.${key}`, 0.123))?.kind).toBe('own');
  });

  it('says of values it names, and of no others, that they were filled in', () => {
    const named = [values, optimizer[1], schedule?.[1] ?? {}].flatMap((map) => Object.keys(map));
    for (const key of filledIn) expect(named).toContain(key);
    expect(source).toMatch(/arXiv:\d{4}\.\d{5}/);
    if (note) expect(note).toMatch(/\.$/);
  });
});

describe('training as in a paper', () => {
  it('leaves data, network, runs and lengths alone', () => {
    const { training, optimizer, schedule, ...rest } = chooseKind(large, 'training.constants', 'bisam-cifar');
    expect(large).toMatchObject(rest);
    expect(training).toMatchObject({ steps: large.training.steps, seeds: large.training.seeds });
    expect([optimizer.kind, schedule.kind]).toEqual(['sgd', 'cosine']);
  });

  it('is the person’s own at first, and unknown papers are refused by name', () => {
    expect(menuOf(base)?.kind).toBe('own');
    expect(chooseKind(base, 'training.constants', 'own')).toBe(base);
    expect(() => chooseKind(base, 'training.constants', 'nowhere')).toThrow('no training “nowhere”');
  });
});
