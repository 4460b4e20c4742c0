/** Weights of a file as what runs start from: judged before anything starts, kept until somebody lets them go. */
import { describe, expect, it } from 'vitest';
import { type GivenWeights, namedTensors, runningPlaces } from '../../src/core/checkpoints/checkpoint';
import { models } from '../../src/core/models/models';
import { createNetwork, initialParams } from '../../src/core/models/network';
import { setField } from '../../src/core/settings/edit';
import { entryOf } from '../../src/core/settings/entry';
import type { Experiment } from '../../src/core/settings/experiment';
import { encode } from '../../src/core/settings/link';
import { complaintsAbout, factsAbout } from '../../src/store/facts';
import { documentOf } from '../../src/store/document';
import { tickOf } from '../core/metrics/histories';
import { fakePage, runningPage, startedOf } from './fakePage';

/** Weights as a file of the network of this experiment has them. */
function weightsOf(experiment: Experiment): GivenWeights {
  const facts = factsAbout({ experiment, datasets: null });
  if (!facts) throw new Error('no facts');
  const entry = entryOf(models, experiment.model.kind);
  const features = entry.features?.(experiment.model.values as never, facts, 1) ?? null;
  const inputShape = features ? [features.outputs] : facts.inputShape;
  const network = createNetwork(entry.layers(experiment.model.values as never, { ...facts, inputShape }), inputShape);
  expect(runningPlaces(network)).toEqual([]);
  return { source: 'net.safetensors', origin: {}, tensors: namedTensors({ network, features }, initialParams(network, 9), []) };
}

describe('weights of a file', () => {
  it('start every run anew, paused, and stay through restarts', () => {
    const { page, state, last, group } = runningPage();
    const weights = weightsOf(state().experiment);
    page.receive({ type: 'weightsRead', weights });
    expect(last('start')).toMatchObject({ weights, paused: true });
    expect(group()).toMatchObject({ weights, phase: 'paused', step: 0 });
    page.reset();
    expect(last('start')).toMatchObject({ weights });
  });

  it('of another network are refused in a sentence, and what runs goes on', () => {
    const { page, state, sent, group } = runningPage();
    const other = setField(state().experiment, 'model.width', 32);
    const [before, running] = [sent.length, group()];
    page.receive({ type: 'weightsRead', weights: weightsOf(other) });
    expect(sent).toHaveLength(before);
    expect(group()).toBe(running);
    expect(state().weights).toBeNull();
    expect(state().failure).toMatchObject({
      code: 'weights-differ',
      message: expect.stringMatching(/is expected to be \[.*\], and \[.*32.*\] was found/),
    });
  });

  it('stop an edit to another network from starting, with two ways on, and what was trained stays', () => {
    const { page, state, sent, group } = runningPage();
    page.receive({ type: 'weightsRead', weights: weightsOf(state().experiment) });
    const [before, shown] = [sent.length, group()];
    page.edit(setField(state().experiment, 'model.width', 32));
    expect(sent.slice(before).filter(({ type }) => type === 'start')).toEqual([]);
    expect(group()).toBe(shown);
    const [complaint] = complaintsAbout(state());
    expect(complaint?.message).toContain('“net.safetensors” is of another network');
    page.forgetWeights();
    expect(complaintsAbout(state())).toEqual([]);
    expect(group().weights).toBeNull();
  });

  it('are let go by starting over from the seeds’ own', () => {
    const { page, state, last } = runningPage();
    page.receive({ type: 'weightsRead', weights: weightsOf(state().experiment) });
    page.forgetWeights();
    expect(last('start')).not.toHaveProperty('weights');
    expect(state().weights).toBeNull();
  });

  it('are named in the document that is saved', () => {
    const { page, state, group } = runningPage();
    page.receive({ type: 'weightsRead', weights: weightsOf(state().experiment) });
    page.receive(startedOf(group().id, state().experiment));
    page.receive({ type: 'opened', report: { backend: 'wasm', adapter: '', sentence: '', candidates: [], versions: {} } });
    page.receive({
      type: 'tick',
      group: group().id,
      seq: 1,
      step: 0,
      members: group().members.map(({ run, seed }) => tickOf(run, seed, [0], () => 50)),
      boundaries: [],
    });
    const { notices } = documentOf(state(), { userAgent: '', date: '2026-01-01' }) ?? { notices: [] };
    expect(notices).toContain('Every run started from the weights in “net.safetensors”, not from those of its seed.');
  });
});

describe('a network that is saved', () => {
  it('is asked for from the group that is trained here, and from no recording', () => {
    const idle = fakePage();
    idle.page.saveNetwork('r1/1', 'safetensors');
    expect(idle.types()).not.toContain('saveNetwork');
    const { page, last, group, state } = runningPage();
    page.saveNetwork('r1/1', 'safetensors');
    expect(last('saveNetwork')).toMatchObject({
      group: group().id,
      member: 'r1/1',
      format: 'safetensors',
      origin: { run: 'SGD', link: encode(group().experiment) },
    });
    const saved = {
      type: 'networkSaved',
      group: group().id,
      member: { id: 'r1/1', run: 'r1', seed: 1 },
      step: 3,
      format: 'safetensors',
      bytes: Uint8Array.of(1),
    } as const;
    page.receive(saved);
    expect(state().saved).toEqual(saved);
  });
});
