import { describe, expect, it } from 'vitest';
import { readTrainingDocument } from '../../src/core/exports/readTrainingDocument';
import { trainingDocument } from '../../src/core/exports/trainingDocument';
import { History } from '../../src/core/metrics/history';
import { decode } from '../../src/core/settings/link';
import { tickOf } from '../core/metrics/histories';
import { fakePage } from './fakePage';

const LINK = 'v=1&preset=moons-noisy&algos=sgd,sam(rho=.3)&steps=20';
const { experiment } = decode(LINK);
const results = readTrainingDocument(
  JSON.stringify(
    trainingDocument({
      experiment,
      notices: [],
      report: { backend: 'wasm', adapter: '', sentence: '', candidates: [], versions: { basin: '0.1.0' } },
      userAgent: '',
      date: '2024-01-01',
      started: { parameters: 90, trainCount: 40, stepsPerEpoch: 4 },
      history: new History().append([tickOf('r1', 1, [0, 10], () => 71), tickOf('r2', 1, [0, 10], () => 72)]),
      diverged: [],
      gradientNorms: [],
      noticed: [],
    }),
  ),
);

/** A page whose run has said something. */
function training() {
  const fake = fakePage();
  fake.page.run();
  fake.begin();
  const tick = (step: number) =>
    fake.page.receive({ type: 'tick', group: 'g1', seq: step, step, members: [tickOf('r1', 1, [step], () => 50)], boundaries: [] });
  tick(1);
  return { ...fake, tick };
}

describe('results from a file', () => {
  it('are shown as a recorded run, with all their numbers', () => {
    const { page, state } = fakePage();
    page.openResults({ from: 'file', name: 'one.json' }, results);
    expect(state().group?.history.member('r2/1')?.measured.column('testAccuracy')).toEqual(Float64Array.of(72, 72));
    expect(state().group?.experiment.runs[1]?.parts.radius.values).toHaveProperty('rho', 0.3);
    expect(state().recorded?.date).toBe('2024-01-01');
    expect(state().experiment.preset).not.toBe('moons-noisy');
  });

  it('pause the run that was on screen, which hears its last words and comes back', () => {
    const { page, state, tick, types, last, frames, sent } = training();
    const id = state().group?.id;
    page.openResults({ from: 'file', name: 'one.json' }, results);
    expect(types()).toContain('pause');
    tick(2);
    for (const frame of frames) frame();
    // Unanswered, the worker would say no more when it goes on.
    expect(last('acknowledge')).toMatchObject({ group: id, seq: 2 });
    page.openResults({ from: 'file', name: 'two.json' }, results);
    page.closeResults();
    expect(state().group?.id).toBe(id);
    expect(state().group?.phase).toBe('paused');
    expect(state().group?.history.member('r1/1')?.measured.column('step')).toEqual(Float64Array.of(1, 2));
    expect([state().recorded, state().opened]).toEqual([null, null]);
    page.run();
    expect(sent.at(-1)).toEqual({ type: 'resume', group: id });
  });

  it('give their settings without losing their curves, until these are run', () => {
    const { page, state, address, last } = fakePage();
    page.openResults({ from: 'file', name: 'one.json' }, results);
    page.useResultSettings();
    expect(address.read()).toBe(LINK);
    expect(state().group?.history.points).toBeGreaterThan(0);
    page.run();
    expect(last('start')?.experiment.runs).toEqual(experiment.runs);
    expect(state().opened).toBeNull();
  });
});
