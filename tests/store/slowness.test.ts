import { describe, expect, it } from 'vitest';
import type { Spent } from '../../src/core/protocol/protocol';
import { defaultExperiment } from '../../src/core/settings/presets';
import { slownessOf } from '../../src/store/slowness';
import { emptyGroup } from '../../src/store/group';
import type { PageState } from '../../src/store/state';

const NONE: Spent = { issuing: 0, device: 0, measuring: 0, showing: 0 };

/** A second of training in which 100 steps were made, and what it went into. */
function slowness(spent: Partial<Spent>, { backend = 'wasm', tabs = 1, experiment = defaultExperiment } = {}) {
  const pace = [
    { at: 0, step: 0, spent: NONE },
    { at: 1000, step: 100, spent: { ...NONE, ...spent } },
  ];
  const state: Pick<PageState, 'group' | 'backend' | 'experiment'> = {
    experiment,
    backend: { backend, adapter: '', sentence: '', candidates: [], versions: {} },
    group: { ...emptyGroup('g1', experiment, 'running'), pace },
  };
  return slownessOf(state, 5, tabs);
}
const kinds = (found: ReturnType<typeof slowness>) => found?.causes.map(({ kind }) => kind);
const labels = (found: ReturnType<typeof slowness>, kind: string) =>
  found?.causes.find((cause) => cause.kind === kind)?.fixes.map(({ label }) => label);

describe('why it is slow', () => {
  it('is ranked by where the time went, without what took none', () => {
    const found = slowness({ issuing: 300, measuring: 600, showing: 50 });
    expect(kinds(found)).toEqual(['measuring', 'issuing', 'many']);
    expect(found?.stepsPerSecond).toBe(100);
    expect(found?.msPerGradient).toBe(2);
    expect(found?.causes[0]?.share).toBe(0.6);
  });

  it('offers what helps against it, as an experiment to train', () => {
    const found = slowness({ measuring: 600, issuing: 400 });
    const [fix] = found?.causes[0]?.fixes ?? [];
    expect(fix?.label).toBe('Measure every 50 steps');
    expect(fix?.experiment.training.every).toBe(50);
    expect(fix?.isRestart).toBe(true);
    expect(labels(slowness({ measuring: 150, issuing: 800 }), 'measuring')).toEqual([]);
  });

  it('tells handing work to a graphics card from computing on the processor', () => {
    const card = slowness({ issuing: 700, device: 250 }, { backend: 'webgpu' });
    expect(labels(card, 'issuing')).toEqual(['Compute on WebAssembly', 'Turbo']);
    expect(card?.causes[0]?.sentence).toMatch(/hands work to the graphics card/);
    expect(slowness({ issuing: 950 }, { backend: 'wasm' })?.causes[0]?.sentence).toBe('The processor computes gradients.');
    expect(labels(slowness({ issuing: 950 }, { backend: 'cpu' }), 'issuing')).toContain('Compute on WebAssembly');
  });

  it('names other tabs where the clock went on and the thread did nothing', () => {
    expect(slowness({ issuing: 300 }, { tabs: 3 })?.causes[0]?.sentence).toMatch(/3 tabs of this page/);
    expect(slowness({ issuing: 300 })?.causes[0]?.sentence).toMatch(/other tabs or programs/);
  });

  it('offers one seed where there are several, and no turbo in turbo', () => {
    const experiment = {
      ...defaultExperiment,
      training: { ...defaultExperiment.training, seeds: [1, 2, 3] },
      view: { ...defaultExperiment.view, pace: 'turbo' as const },
    };
    const found = slowness({ issuing: 500 }, { experiment });
    expect(labels(found, 'many')).toEqual(['Train one seed']);
    expect(labels(found, 'waiting')).toEqual([]);
  });

  it('is not said before two ticks, nor of a recording', () => {
    const group = emptyGroup('g1', defaultExperiment, 'running');
    const backend = { backend: 'wasm', adapter: '', sentence: '', candidates: [], versions: {} };
    expect(slownessOf({ group, backend, experiment: defaultExperiment }, 5, 1)).toBeNull();
    const untold = { ...group, pace: [0, 1].map((at) => ({ at: 1000 * at, step: at, spent: null })) };
    expect(slownessOf({ group: untold, backend, experiment: defaultExperiment }, 5, 1)).toBeNull();
  });
});
