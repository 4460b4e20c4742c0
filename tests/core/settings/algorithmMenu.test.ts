import { describe, expect, it } from 'vitest';
import { algorithms } from '../../../src/core/sam/recipes';
import { comparedSlots } from '../../../src/core/settings/algorithmComparison';
import { algorithmMenu, searched } from '../../../src/core/settings/algorithmMenu';
import { setField } from '../../../src/core/settings/edit';
import { defaultExperiment } from '../../../src/core/settings/presets';

const menu = algorithmMenu(defaultExperiment);
const all = menu.flatMap(({ choices }) => choices);
const found = (query: string) => searched(menu, query).flatMap(({ choices }) => choices.map(({ value }) => value));
const radiusOf = (name: string) => all.find(({ value }) => value === name)?.radius;

describe('the menu of algorithms', () => {
  it('has each of them once, with an idea and a cost', () => {
    expect(all.map(({ value }) => value).sort()).toEqual(Object.keys(algorithms).sort());
    for (const { idea, cost } of all) {
      expect(idea).toMatch(/\.$/);
      expect(cost).toMatch(/^(about )?[\d.]+ gradients?( and [\d.]+ forward pass(es)?)? per step$/);
    }
  });

  it('tells the cost of this experiment, whose batch decides how much ESAM keeps', () => {
    const costIn = (batch: number) =>
      algorithmMenu(setField(defaultExperiment, 'training.batch', batch))
        .flatMap(({ choices }) => choices)
        .find(({ value }) => value === 'esam')?.cost;
    expect([costIn(32), costIn(3)]).toEqual(['1.5 gradients and 1 forward pass per step', '1.33 gradients and 1 forward pass per step']);
  });

  it('tells whose ρ is not SAM’s, and who decides about it', () => {
    expect(radiusOf('sgd')).toBeNull();
    expect(radiusOf('sam')).toEqual({ band: [0.1, 0.6], owner: 'person', meaning: 'distance' });
    expect(radiusOf('gsam')).toMatchObject({ owner: 'rate', meaning: 'distance' });
    expect(radiusOf('lets-asam')).toMatchObject({ owner: 'gap', meaning: 'relative' });
    const others = all.filter(({ radius }) => radius && radius.meaning !== 'distance');
    for (const { value, radius } of others) expect(radius?.band, value).not.toEqual(radiusOf('sam')?.band);
    const names = others.map(({ value }) => value);
    expect(names).toEqual(expect.arrayContaining(['asam', 'a-bisam', 'lets-asam', 'trace-sam', 'frob-sam', 'det-sam']));
    for (const name of ['sam', 'esam', 'gsam', 'rsam', 'usam', 'bisam-log', 'lets-sam', 'own']) expect(names).not.toContain(name);
  });
});

describe('comparing', () => {
  it('lights the slots in which two algorithms differ, and the values where the part is the same', () => {
    const differing = (one: string, other: string) =>
      comparedSlots(one, other).flatMap(({ slot, answers, differs }) => (differs ? [[slot, ...answers]] : []));
    expect(differing('sam', 'sam')).toEqual([]);
    expect(differing('sam', 'f-sam')).toEqual([['heading', 'The gradient', 'What is new in the gradient (F-SAM)']]);
    expect(differing('wsam', 'wsam-coupled')).toEqual([
      ['descent', expect.stringContaining('Past the optimizer: yes'), expect.stringContaining('Past the optimizer: no')],
    ]);
    expect(differing('sgd', 'sam').map(([slot]) => slot)).toContain('geometry');
    expect(comparedSlots('sgd', 'ema').map(({ slot }) => slot)).toEqual(['gate', 'update', 'average']);
  });

  it('says of every algorithm but SAM and SGD where it leaves SAM', () => {
    for (const { value, unlike } of all) expect([value, unlike.length > 0]).toEqual([value, !['sgd', 'sam', 'own'].includes(value)]);
  });
});

describe('searching it', () => {
  it('finds names, authors, parts and ideas, every word of them, in any case', () => {
    expect([...found('LOOKSAM')].sort()).toEqual(['ae-looksam', 'looksam', 'looksam-tensor']);
    expect(found('kwon 2021')).toContain('asam');
    expect(found('learned ball')).toEqual(expect.arrayContaining(['lets-sam', 'lets-asam']));
    expect(found('-log bisam')).toContain('bisam-log');
    expect(found('your own')).toEqual(['own']);
  });

  it('shows everything for nothing, and nothing for what is not there', () => {
    expect(found('  ')).toHaveLength(all.length);
    expect(searched(menu, 'adahessian')).toEqual([]);
  });
});
