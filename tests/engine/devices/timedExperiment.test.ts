import { describe, expect, it } from 'vitest';
import { forwardWork } from '../../../src/core/settings/cost';
import { paperPresets } from '../../../src/core/settings/paperPresets';
import { defaultExperiment, presets } from '../../../src/core/settings/presets';
import { type Facts, factsOf, refusals } from '../../../src/core/settings/refusals';
import { isMeasuredSoon, SHORT, timedFor } from '../../../src/engine/devices/timedExperiment';
import { raceKey } from '../../../src/engine/devices/race';
import { converse } from '../converse';
import { sgd, tiny } from '../groupExperiment';

const facts = factsOf(defaultExperiment) as Facts;
const cifar: Facts = { inputShape: [32, 32, 3], classes: 10, trainCount: 4545 };
const onCifar = Object.entries(paperPresets).filter(([, { paper }]) => paper?.needs.startsWith('CIFAR'));

describe('timing a gradient', () => {
  it('of a small network is done on the experiment itself, with all its runs', () => {
    const { experiment, scale, steps, isItself } = timedFor(defaultExperiment, facts, SHORT.processor);
    expect([scale, steps, isItself, experiment.runs]).toEqual([1, 4, true, defaultExperiment.runs]);
    expect(experiment.training.batch).toBe(32);
  });

  it('measures as many samples as a start would, so that one compiles nothing the other does not, unless that takes long', () => {
    const most = (training: object) => {
      const wanted = { ...defaultExperiment, training: { ...defaultExperiment.training, ...training } };
      return timedFor(wanted, facts, SHORT.processor).experiment.training.most;
    };
    expect(most({})).toBe(defaultExperiment.training.most);
    expect(most({ most: 1e7 })).toBe(10);
  });

  it.each(onCifar)('of %s is short on a processor, and scaled by what was left out', (_, { experiment }) => {
    const timed = timedFor(experiment, cifar, SHORT.processor);
    expect(timed.isItself).toBe(false);
    const { batch } = timed.experiment.training;
    const work = (one: typeof experiment) => one.training.batch * forwardWork(one, cifar);
    expect(3 * work(timed.experiment)).toBeLessThanOrEqual(SHORT.processor);
    expect(timed.scale).toBeCloseTo(work(experiment) / work(timed.experiment), 8);
    expect(batch).toBeGreaterThanOrEqual(2);
    expect(refusals(timed.experiment, cifar)).toEqual([]);
  });
});

describe('the first measurement', () => {
  it('is made at once for every preset that is not a paper’s, and not for a large network on a processor', () => {
    for (const [id, { experiment, paper }] of Object.entries(presets)) {
      if (paper) continue;
      const task = factsOf(experiment) ?? (id === 'mnist' ? { inputShape: [28, 28, 1], classes: 10 } : cifar);
      expect([id, isMeasuredSoon(experiment, task, SHORT.processor)]).toEqual([id, true]);
    }
    const large = (paperPresets['bisam-resnet56-cifar10'] as (typeof paperPresets)[string]).experiment;
    expect(isMeasuredSoon(large, cifar, SHORT.processor)).toBe(false);
    expect(isMeasuredSoon(large, cifar, SHORT.card)).toBe(true);
  });
});

/** Little data, and about 1.6 thousand million multiplications per gradient. */
const slow = tiny({
  runs: [sgd],
  model: ['mlp', { depth: 4, width: 512 }],
  training: { batch: 512, steps: 1e6 },
  data: ['moons', { n: 1024, test: 100 }],
});

describe('a start', () => {
  it('of a network that needs long for a gradient says how long before its first step', async () => {
    const talk = converse();
    talk.send({ type: 'start', group: 'g1', experiment: slow });
    talk.send({ type: 'stop', group: 'g1' });
    // Known by then.
    talk.send({ type: 'probe', experiment: { ...slow, training: { ...slow.training, steps: 5 } } });
    const again = await talk.next('probed', 1);
    expect(again.msPerGradient).toBe(talk.all('probed')[0]?.msPerGradient);
    expect(talk.said.map(({ type }) => type).filter((type) => type !== 'heartbeat')).toEqual([
      'opened',
      'started',
      'probed',
      'tick',
      'ended',
      'probed',
    ]);
    expect(talk.all('probed')[0]?.experiment).toBe(slow);
  });

  it('of any other trains at once', async () => {
    const talk = converse();
    talk.send({ type: 'start', group: 'g1', experiment: tiny() });
    await talk.next('ended');
    expect(talk.all('probed')).toEqual([]);
  });
});

it('a network that needs long for a gradient on a processor is not raced: its place is the graphics card', () => {
  const raced = (batch: number) => raceKey(tiny({ model: ['mlp', { depth: 2, width: 256 }], training: { batch } }));
  expect(raced(64)).not.toBe('');
  expect(raced(8192)).toBe('');
});
