import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference } from '../../../src/core/settings/difference';
import {
  addRun,
  chooseKind,
  choosePreset,
  duplicateRun,
  makeBaseline,
  removeRun,
  replaceRun,
  setField,
} from '../../../src/core/settings/edit';
import { type Experiment, MOST_RUNS } from '../../../src/core/settings/experiment';
import { formOf } from '../../../src/core/settings/form';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment as base, presets } from '../../../src/core/settings/presets';
import { runOf, fixedRadius } from '../../../src/core/settings/runs';
import { slotNames, slotsWithoutClimb } from '../../../src/core/sam/slotNames';
import { runLabels } from '../../../src/core/settings/runLabels';
import { expectEveryEdit } from './everyEdit';
import { legalExperiment } from './legalExperiments';

const names = (experiment: Experiment) => runLabels(experiment).map(({ label }) => label);

describe('editing', () => {
  // Of ten times as many experiments: edit.slow.test.ts.
  it('reaches every field and every menu of the form by its path, and stays legal', () => expectEveryEdit(4));

  it('moves values into their limits and ignores what is no value', () => {
    expect(setField(base, 'training.lr', 1e9).training.lr).toBe(100);
    expect(setField(base, 'training.lr', Number.NaN)).toEqual(base);
    expect(setField(base, 'runs.r2.radius.rho', -1).runs[1]?.parts.radius.values).toHaveProperty('rho', 0);
  });

  it('throws on paths that lead nowhere', () => {
    for (const path of ['', 'data', 'data.arm', 'training.constructor', 'runs.r9.lr', 'runs.r1.radius.mu', 'runs.r1.nothing.rho']) {
      expect(() => setField(base, path, 1), path).toThrow(/edit: no/);
    }
    expect(() => chooseKind(base, 'training', 'x')).toThrow('edit: nothing to choose at “training”');
    expect(() => chooseKind(base, 'data', 'x')).toThrow('no entry “x”');
  });

  it('forgets a part’s values when another is chosen, and returns to the preset’s with the preset’s kind', () => {
    const elsewhere = chooseKind(setField(base, 'data.n', 100), 'data', 'moons');
    expect(elsewhere.data.values).toHaveProperty('n', 300);
    expect(encode(chooseKind(elsewhere, 'data', 'pinwheel'))).toBe('');
    expect(chooseKind(setField(base, 'model.rff', 0), 'model', 'mlp').model.values).toHaveProperty('rff', 64);
  });

  it('keeps device and view when a preset is chosen', () => {
    const edited = setField(setField(base, 'view.theme', 'dark'), 'device.backend', 'wasm');
    const { view, device, ...rest } = choosePreset(edited, 'mnist');
    expect([view.theme, device.backend]).toEqual(['dark', 'wasm']);
    expect({ ...(presets.mnist as (typeof presets)[string]).experiment }).toMatchObject(rest);
  });

  it('gives a run its own learning rate and takes it back', () => {
    const own = setField(base, 'runs.r1.lr', 0.5);
    expect(own.runs[0]?.learningRate).toBe(0.5);
    expect(setField(own, 'runs.r1.lr', null)).toEqual(base);
  });
});

describe('the list of runs', () => {
  it('gives a new run the radius of those it is compared with', () => {
    const { runs } = addRun(base, 'bisam-tanh');
    expect(runs.map(({ id }) => id)).toEqual(['r1', 'r2', 'r3', 'r4']);
    expect(runs[3]?.parts.radius.values).toHaveProperty('rho', 0.4);
    expect(runs[3]?.parts.ascent.values).toEqual({ mu: 10, alpha: 0.1 });
  });

  it('gives it no radius that means something else: ASAM’s ρ is not SAM’s ρ', () => {
    const rhoOf = (experiment: Experiment) => experiment.runs.slice(-1).map(fixedRadius)[0];
    const withAsam = addRun(base, 'asam');
    expect(rhoOf(withAsam)).toBe(0.5);
    expect(rhoOf(addRun(withAsam, 'esam'))).toBe(0.4);
    expect(rhoOf(addRun(addRun(withAsam, 'trace-sam'), 'ss-sam'))).toBe(0.4);
    const tuned = setField(withAsam, 'runs.r4.radius.rho', 0.7);
    expect(rhoOf(addRun(tuned, 'lets-asam'))).toBeUndefined();
    expect(rhoOf(chooseKind(addRun(base, 'asam'), 'runs.r4.geometry', 'l2'))).toBe(0.5);
  });

  it('never uses an id twice, and holds at most twelve', () => {
    const full = Array.from({ length: 12 }).reduce<Experiment>((experiment) => duplicateRun(experiment, 'r2'), base);
    expect(full.runs).toHaveLength(MOST_RUNS);
    expect(new Set(full.runs.map(({ id }) => id)).size).toBe(MOST_RUNS);
    expect(addRun(full, 'sgd')).toBe(full);
    expect(addRun(removeRun(base, 'r2'), 'sam').runs.map(({ id }) => id)).toEqual(['r1', 'r3', 'r4']);
  });

  it('puts another algorithm in the place of a run, with the radius of the others and an id of its own', () => {
    const full = Array.from({ length: 12 }).reduce<Experiment>((experiment) => duplicateRun(experiment, 'r2'), base);
    const replaced = replaceRun(full, 'r1', 'esam');
    expect(replaced.runs.map(({ algorithm }) => algorithm)).toEqual(['esam', ...full.runs.slice(1).map(({ algorithm }) => algorithm)]);
    expect(full.runs.map(({ id }) => id)).not.toContain(replaced.runs[0]?.id);
    expect(replaced.runs[0]?.parts.radius.values).toHaveProperty('rho', 0.4);
    expect(replaceRun(base, 'r3', 'bisam-tanh').runs.map(({ id }) => id)).toEqual(['r1', 'r2', 'r4']);
    expect(difference(base, replaceRun(base, 'r3', 'bisam-tanh'))).toBe('runs');
  });

  it('puts a twin beside its original', () => {
    expect(duplicateRun(base, 'r1').runs.map(({ id, algorithm }) => `${id} ${algorithm}`)).toEqual([
      'r1 sgd',
      'r4 sgd',
      'r2 sam',
      'r3 bisam-log',
    ]);
  });
});

describe('the difference between experiments', () => {
  const cases: readonly (readonly [string, Experiment, string])[] = [
    ['nothing', { ...base }, 'same'],
    ['the axis', setField(base, 'view.x', 'evals'), 'view'],
    ['the learning rate', setField(base, 'training.lr', 0.2), 'live'],
    ['one run’s radius', setField(base, 'runs.r2.radius.rho', 0.2), 'live'],
    ['one run’s learning rate', setField(base, 'runs.r2.lr', 0.2), 'live'],
    ['a run more', addRun(base, 'sam'), 'runs'],
    ['a run less', removeRun(base, 'r1'), 'runs'],
    ['a run less and another radius', setField(removeRun(base, 'r1'), 'runs.r2.radius.rho', 0.2), 'runs'],
    ['a part’s other setting', setField(base, 'runs.r3.ascent.mu', 2), 'restart'],
    ['another part', chooseKind(base, 'runs.r2.ascent', 'bisam-tanh'), 'restart'],
    ['the noise', setField(base, 'data.noise', 0.2), 'restart'],
    ['the backend', setField(base, 'device.backend', 'wasm'), 'restart'],
    ['a preset', choosePreset(base, 'moons-noisy'), 'restart'],
  ];
  it.each(cases)('in %s', (_, other, expected) => {
    expect(difference(base, other)).toBe(expected);
  });
});

describe('the names of runs', () => {
  it('are the algorithms’, as long as they differ', () => {
    expect(runLabels(base)).toEqual([
      { id: 'r1', label: 'SGD', details: '' },
      { id: 'r2', label: 'SAM', details: 'ρ 0.4' },
      { id: 'r3', label: 'BiSAM (−log)', details: 'ρ 0.4' },
    ]);
  });

  it('say in what two runs of one algorithm differ', () => {
    const twins = duplicateRun(base, 'r2');
    expect(names(twins)).toEqual(['SGD', 'SAM #1', 'SAM #2', 'BiSAM (−log)']);
    expect(names(setField(twins, 'runs.r4.radius.rho', 0.2))).toEqual(['SGD', 'SAM ρ 0.4', 'SAM ρ 0.2', 'BiSAM (−log)']);
    expect(names(setField(twins, 'runs.r4.lr', 0.05))).toEqual(['SGD', 'SAM', 'SAM η 0.05', 'BiSAM (−log)']);
  });

  it('say that a run has other parts than its algorithm, and which', () => {
    const changed = chooseKind(duplicateRun(base, 'r2'), 'runs.r4.ascent', 'bisam-tanh');
    expect(names(changed)).toEqual(['SGD', 'SAM', 'SAM, changed', 'BiSAM (−log)']);
    expect(runLabels(changed)[2]?.details).toBe('BiSAM (tanh) · ρ 0.4');
    const twice = chooseKind(duplicateRun(changed, 'r4'), 'runs.r5.ascent', 'bisam-log');
    expect(names(twice).slice(2, 4)).toEqual(['SAM, changed: BiSAM (tanh)', 'SAM, changed: BiSAM (−log)']);
    expect(names(chooseKind(twice, 'runs.r5.ascent', 'ce')).slice(1, 4)).toEqual(['SAM #1', 'SAM, changed', 'SAM #2']);
  });

  it('do not call a paper’s version of its own algorithm changed', () => {
    const asam = chooseKind(addRun(base, 'asam'), 'runs.r4.constants', 'universal-cifar-10');
    expect(asam.runs[3]?.parts.geometry.kind).toBe('elementwise-all');
    expect(names(asam)[3]).toBe('ASAM');
    expect(names(chooseKind(asam, 'runs.r4.gate', 'adaptive'))[3]).toBe('ASAM, changed');
  });

  it('of one’s own list its parts', () => {
    const own = chooseKind(chooseKind(addRun(base, 'own'), 'runs.r4.ascent', 'bisam-log'), 'runs.r4.radius', 'lets');
    expect(names(own)[3]).toBe('Your own');
    expect(runLabels(own)[3]?.details).toBe('BiSAM (−log) · Learned (LETS)');
    const two = chooseKind(duplicateRun(own, 'r4'), 'runs.r5.radius', 'fixed');
    expect(names(two).slice(3)).toEqual(['Your own: Learned (LETS)', 'Your own: Fixed radius']);
  });

  it('are never shared', () => {
    fc.assert(
      fc.property(legalExperiment, (experiment) => {
        expect(new Set(names(experiment)).size).toBe(experiment.runs.length);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('the form', () => {
  it('has every setting once, and each run’s climb only where it climbs', () => {
    const form = formOf(base);
    const paths = [...form.sections, ...form.runs].flatMap(({ fields, menus }) => [...fields, ...menus].map(({ path }) => path));
    expect(new Set(paths).size).toBe(paths.length);
    expect(form.runs.map(({ fields }) => fields.map(({ key }) => key))).toEqual([
      ['lr', 'length', 'name'],
      ['rho', 'lr', 'floor', 'norm', 'length', 'name'],
      ['rho', 'lr', 'mu', 'floor', 'norm', 'length', 'name'],
    ]);
    expect(form.runs[0]?.menus.map(({ path }) => path)).toEqual(slotsWithoutClimb.map((slot) => `runs.r1.${slot}`));
    expect(form.runs[1]?.menus.map(({ path }) => path)).toEqual(['constants', ...slotNames].map((slot) => `runs.r2.${slot}`));
    expect(form.sections.find(({ name }) => name === 'data')?.menus[0]?.kind).toBe('pinwheel');
  });

  it('shades the radii that make sense for the run’s ball and descent, whatever the run is called', () => {
    const bandOf = (algorithm: string, changes: Readonly<Record<string, string>> = {}) => {
      const run = Object.entries(changes).reduce<Experiment>(
        (experiment, [slot, kind]) => chooseKind(experiment, `runs.r1.${slot}`, kind),
        { ...base, runs: [runOf('r1', algorithm)] },
      );
      return formOf(run).runs[0]?.fields.find(({ path }) => path.startsWith('runs.r1.radius.') && path.includes('rho'))?.field.band;
    };
    const sams = bandOf('sam');
    const asams = bandOf('asam');
    expect(asams).not.toEqual(sams);
    expect(bandOf('bisam-log')).toEqual(sams);
    expect(bandOf('sam', { geometry: 'elementwise-weights' })).toEqual(asams);
    expect(bandOf('asam', { geometry: 'l2' })).toEqual(sams);
    expect(bandOf('lets-asam')).toEqual(asams);
    expect(bandOf('frob-sam')?.[1]).toBeLessThan(sams?.[0] as number);
  });

  it('gives two runs of one algorithm the same radius field, so that they can be set alike, and ASAM another than SAM', () => {
    const group = { ...base, runs: [runOf('r1', 'asam'), runOf('r2', 'asam'), runOf('r3', 'sam')] };
    const [first, second, third] = formOf(group).runs.map(({ fields }) => fields.find(({ key }) => key === 'rho')?.field);
    expect(first).toBe(second);
    expect(first).not.toBe(third);
  });

  it('shows the group’s learning rate in a run until it has its own', () => {
    const rate = (experiment: Experiment) => formOf(experiment).runs[0]?.fields.find(({ key }) => key === 'lr');
    expect(rate(base)).toMatchObject({ value: 0.1, inherited: true, live: true });
    expect(rate(setField(base, 'runs.r1.lr', 0.2))).toMatchObject({ value: 0.2, inherited: false });
  });
});

describe('the baseline and names', () => {
  it('put a run first, and change nothing that is trained', () => {
    const starred = makeBaseline(base, 'r3');
    expect(starred.runs.map(({ id }) => id)).toEqual(['r3', 'r1', 'r2']);
    expect(difference(base, starred)).toBe('view');
    expect(decode(encode(starred)).experiment.runs.map(({ algorithm }) => algorithm)).toEqual(
      starred.runs.map(({ algorithm }) => algorithm),
    );
  });

  it('name a run in the link, in its label, and not for its twin; an empty name is the algorithm’s own', () => {
    const named = setField(base, 'runs.r2.name', 'Flat one');
    expect(encode(named)).toContain('name=Flat%20one');
    expect(decode(encode(named))).toEqual({ experiment: named, notices: [] });
    expect(difference(base, named)).toBe('view');
    expect(runLabels(named)[1]).toMatchObject({ label: 'Flat one', details: 'SAM · ρ 0.4' });
    expect(runLabels(duplicateRun(named, 'r2')).map(({ label }) => label)).toEqual(['SGD', 'Flat one', 'SAM', 'BiSAM (−log)']);
    expect(setField(named, 'runs.r2.name', '')).toEqual(base);
  });

  it('keep letters out of a name that would end it in a link', () => {
    const { experiment, notices } = decode('v=1&preset=pinwheel-noisy&algos=sgd(name=a%28b%2C%26c)');
    expect(experiment.runs[0]?.name).toBe('a');
    expect(notices.length).toBeGreaterThan(0);
    expect(setField(base, 'runs.r1.name', 'a(b,&c)').runs[0]?.name).toBe('a b c');
  });
});
