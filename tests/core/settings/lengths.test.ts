import { describe, expect, it } from 'vitest';
import { costOf, measurementsOf } from '../../../src/core/settings/cost';
import { difference, runsToTrain } from '../../../src/core/settings/difference';
import { setField } from '../../../src/core/settings/edit';
import { differInLength, longestSteps, stepsOfRun } from '../../../src/core/settings/lengths';
import { decode, encode } from '../../../src/core/settings/link';
import { runLabels } from '../../../src/core/settings/runLabels';

const read = (link: string) => decode(link).experiment;
const lengths = (link: string) => read(link).runs.map(({ length }) => length ?? 1);

describe('a run of its own length', () => {
  const twice = read('v=4&preset=moons-noisy&steps=300&every=100&algos=sgd(length=2),sam,sam(rho=.2,length=.5)');

  it('is a multiple of the group’s steps, and follows them', () => {
    expect(twice.runs.map(({ id }) => stepsOfRun(twice, id))).toEqual([600, 300, 150]);
    expect([longestSteps(twice), differInLength(twice)]).toEqual([600, true]);
    const shorter = setField(twice, 'training.steps', 100);
    expect(shorter.runs.map(({ id }) => stepsOfRun(shorter, id))).toEqual([200, 100, 50]);
  });

  it('is written in the link and read from it, and counts in gradients and measurements', () => {
    expect(encode(twice)).toContain('v=4&');
    expect(read(encode(twice)).runs).toEqual(twice.runs);
    expect(costOf(twice).runs.map(({ evaluations }) => evaluations)).toEqual([600, 600, 300]);
    // Before the first step, every hundred, and after the last.
    expect(measurementsOf(twice)).toBe(7 + 4 + 3);
  });

  it('is set in the form; the group’s own is no length of its own', () => {
    const set = setField(read('v=4&preset=moons-noisy&algos=sgd,sam'), 'runs.r1.length', 2);
    expect(encode(set)).toContain('algos=sgd(length=2),sam');
    expect(encode(setField(set, 'runs.r1.length', 1))).toContain('algos=sgd,sam');
    expect(set.runs[1]).not.toHaveProperty('length');
  });

  it('trains that run anew and no other', () => {
    const before = read('v=4&preset=moons-noisy&algos=sgd,sam');
    const after = setField(before, 'runs.r1.length', 2);
    expect(difference(before, after)).toBe('restart');
    expect(runsToTrain(before, after)).toEqual(['r1']);
  });

  it('keeps two runs of one algorithm apart by name', () => {
    expect(runLabels(read('v=4&algos=sgd,sgd(length=2)')).map(({ label }) => label)).toEqual(['SGD', 'SGD 2× the steps']);
  });
});

it('BiSAM’s tables give SGD twice the epochs; links from before runs had lengths mean one length', () => {
  expect(lengths('v=4&preset=bisam-resnet56-cifar10')).toEqual([2, 1, 1, 1, 1, 1, 1, 1]);
  expect(lengths('v=4&preset=bisam-resnet56-noise40')).toEqual([2, 1, 1, 1]);
  for (const version of [1, 2, 3]) expect(new Set(lengths(`v=${version}&preset=bisam-resnet56-cifar10`))).toEqual(new Set([1]));
});
