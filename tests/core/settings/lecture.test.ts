import { describe, expect, it } from 'vitest';
import { lessons } from '../../../src/core/lessons/lessons';
import { addRun, setField } from '../../../src/core/settings/edit';
import { formOf } from '../../../src/core/settings/form';
import { hideable, lectureFields, lockableSections } from '../../../src/core/settings/lecture';
import { decode, encode, patched } from '../../../src/core/settings/link';
import { broken, isLocked, namesOf } from '../../../src/core/settings/locks';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { sections } from '../../../src/core/settings/sections';

const complaints = (text: string) => decode(text).notices.map(({ message }) => message);

describe('a lesson in a link', () => {
  it('is read with its step, and without one at its first', () => {
    expect(decode('v=1&lesson=sam-vs-bisam:3').experiment.lecture.lesson).toBe('sam-vs-bisam:3');
    expect(decode('v=1&lesson=Label-Noise').experiment.lecture.lesson).toBe('label-noise:1');
    expect(encode(decode('v=1&lesson=cost:2').experiment)).toBe('v=1&preset=pinwheel-noisy&lesson=cost:2');
  });

  it('that is unknown, or has no such step, is said', () => {
    expect(complaints('v=1&lesson=saddle')).toEqual([
      `\`lesson=saddle\` was ignored, as “saddle” is no lesson: there are ${Object.keys(lessons).join(', ')}.`,
    ]);
    expect(complaints('v=1&lesson=cost:99')).toEqual(['`lesson=cost:99` was changed: step 99 limited to 4.']);
    expect(decode('v=1&lesson=cost:0').experiment.lecture.lesson).toBe('cost:1');
    for (const garbage of ['cost:x', '__proto__', 'constructor:1', ':', 'cost:1:1']) {
      expect(decode(`v=1&lesson=${garbage}`).experiment.lecture.lesson, garbage).toBe('');
      expect(complaints(`v=1&lesson=${garbage}`), garbage).toHaveLength(1);
    }
  });
});

describe('hidden parts and locked settings', () => {
  it('are written in one order, and read with commas too', () => {
    const link = 'v=1&preset=pinwheel-noisy&hide=data;model&lock=data;seeds';
    expect(encode(decode('v=1&hide=model,data&lock=seeds,data').experiment)).toBe(link);
    expect(encode(decode(link).experiment)).toBe(link);
  });

  it('name what is not known, and keep the rest', () => {
    expect(decode('v=1&hide=data;footer').experiment.lecture.hide).toEqual(['data']);
    expect(complaints('v=1&hide=data;footer')[0]).toMatch(/“footer” is none of presets, /);
    expect(decode('v=1&lock=sedes').experiment.lecture.lock).toEqual([]);
    expect(complaints('v=1&lock=sedes')).toHaveLength(1);
  });

  it('name every section that a form has', () => {
    const isElsewhere = (section: (typeof sections)[number]) => 'isLinkOnly' in section || 'isApart' in section;
    const named = sections.filter((section) => !isElsewhere(section)).map(({ name }) => name);
    expect(lockableSections.map(({ value }) => value).sort()).toEqual([...named].sort());
    const regions: readonly string[] = hideable.map(({ value }) => value);
    // Base optimizer and schedule go with training.
    for (const name of named) if (name !== 'optimizer' && name !== 'schedule') expect(regions).toContain(name);
  });

  it('are in no form', () => {
    expect(formOf(defaultExperiment).sections.map(({ name }) => name)).not.toContain('lecture');
  });
});

describe('a locked setting', () => {
  const locked = (words: string) => decode(`v=1&lock=${words}`).experiment;

  it('is known at its own path: a section by its name, a setting by its word', () => {
    const experiment = locked('data;seeds;rho');
    expect(['data', 'training.seeds', 'runs.r2.radius.rho'].map((path) => isLocked(experiment, path))).toEqual([true, true, true]);
    expect(['model', 'training', 'training.steps'].map((path) => isLocked(experiment, path))).toEqual([false, false, false]);
    expect(namesOf(['data', 'seeds', 'rho'])).toBe('Data, Seeds and Radius ρ');
  });

  it('is broken by what changes it, and by nothing else', () => {
    const experiment = locked('data;seeds;rho');
    expect(broken(experiment, setField(experiment, 'data.noise', 0.1))).toEqual(['data']);
    expect(broken(experiment, setField(experiment, 'training.seeds', [2, 3]))).toEqual(['seeds']);
    expect(broken(experiment, setField(experiment, 'runs.r2.radius.rho', 0.2))).toEqual(['rho']);
    expect(broken(experiment, setField(experiment, 'training.steps', 10))).toEqual([]);
    expect(broken(experiment, setField(experiment, 'runs.r2.lr', 0.2))).toEqual([]);
    // A run that joins has a radius of its own, and changes nobody's.
    expect(broken(experiment, addRun(experiment, 'asam'))).toEqual([]);
    expect(broken(experiment, patched(experiment, 'preset=moons-noisy').experiment)).toContain('data');
  });

  it('holds a whole list of runs, or their rates', () => {
    const runs = locked('runs');
    expect(broken(runs, addRun(runs, 'asam'))).toEqual(['runs']);
    const rate = locked('lr');
    expect(broken(rate, setField(rate, 'training.lr', 0.2))).toEqual(['lr']);
    expect(broken(rate, setField(rate, 'runs.r1.lr', 0.2))).toEqual(['lr']);
  });

  it('is free once somebody has unlocked it', () => {
    const { experiment } = decode('v=1&lock=data&unlocked=1');
    expect(isLocked(experiment, 'data')).toBe(false);
    expect(broken(experiment, setField(experiment, 'data.noise', 0.1))).toEqual([]);
  });
});

describe('the origin of an embedding page', () => {
  it.each(['https://example.org', 'http://127.0.0.1:8080', 'https://lecture.example.org:444', 'http://[::1]:80'])('may be %s', (origin) => {
    expect(lectureFields.origin.parse(origin)).toEqual({ value: origin });
    const { experiment } = decode(`v=1&origin=${encodeURIComponent(origin)}`);
    expect(decode(encode(experiment)).experiment.lecture.origin).toBe(origin);
  });

  it.each([
    '*',
    'null',
    'example.org',
    'https://',
    'https://example.org/page',
    'javascript:alert(1)',
    'https://a b',
    'https://user@example.org',
  ])('may not be %s', (origin) => {
    expect(lectureFields.origin.parse(origin)).toHaveProperty('illegal');
  });
});

describe('a patch', () => {
  it('changes what it names, and a preset in it all but device, view and what is said to a class', () => {
    const { experiment: before } = decode('v=1&noise=.1&steps=50&backend=wasm&theme=dark&lock=seeds');
    const { experiment: some } = patched(before, 'steps=70&algos=sgd');
    expect(some).toEqual({ ...before, training: { ...before.training, steps: 70 }, runs: before.runs.slice(0, 1) });
    const { experiment: all, notices } = patched(before, 'preset=moons-noisy&noise=.3');
    expect(notices).toEqual([]);
    expect(encode(all)).toBe('v=1&preset=moons-noisy&noise=.3&backend=wasm&theme=dark&lock=seeds');
  });
});
