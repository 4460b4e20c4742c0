import { describe, expect, it } from 'vitest';
import { blockOf } from '../../src/core/metrics/block';
import { History } from '../../src/core/metrics/history';
import type { GradientNorms } from '../../src/core/protocol/views';
import { defaultExperiment } from '../../src/core/settings/presets';
import { runOf } from '../../src/core/settings/runs';
import { emptyGroup, type GroupState } from '../../src/store/state';
import { figuresOf } from '../../src/ui/share/figures';
import { costSvg } from '../../src/ui/share/costSvg';
import { distributionSvg, normMapsSvg } from '../../src/ui/share/normsSvg';
import { regionsSvg } from '../../src/ui/share/regionsSvg';
import type { PrintedRun } from '../../src/ui/share/svgSheet';
import { columnsIn, tickOf } from '../core/metrics/histories';
import { textOf } from './svgText';

const experiment = {
  ...defaultExperiment,
  runs: [runOf('r1', 'sgd'), runOf('r2', 'sam')],
  training: { ...defaultExperiment.training, steps: 21 },
};
const STEPS = Array.from({ length: 21 }, (_, step) => step);
const norms: GradientNorms = {
  member: { id: 'r2/1', run: 'r2', seed: 1 },
  step: 20,
  size: 32,
  squaredNorms: Float64Array.from({ length: 40 }, (_, index) => 1 + Math.sin(7 * index) / 3),
  meanGradientSquaredNorm: 0.5,
  variance: 0.1,
  isAutomatic: false,
};
const group: GroupState = {
  ...emptyGroup('g1', experiment),
  step: 21,
  history: new History().append([tickOf('r1', 1, STEPS, (step) => 60 + step), tickOf('r2', 1, STEPS, (step) => 70 + step)]),
  points: [{ seed: 1, classes: 2, inputs: Float32Array.of(0, 0, 1, 1), labels: Uint8Array.of(0, 1), noisyLabels: Uint8Array.of(0, 0) }],
  boundaries: new Map([
    [
      'r2/1',
      { member: 'r2/1', step: 21, size: 2, extent: [-2, 2, -2, 2] as const, winners: new Uint8Array(4), confidence: new Uint8Array(4) },
    ],
  ]),
  gradientNorms: [norms],
};
const runs = new Map<string, PrintedRun>([
  ['r1', { label: 'SGD', color: 'rgb(1, 2, 3)', dash: '5 3' }],
  ['r2', { label: 'SAM <b> & "co"', color: 'rgb(4, 5, 6)', dash: '' }],
]);
const CAPTION = 'Seed 1. https://example.org/#v=1&preset=moons-noisy';
const sam = runs.get('r2') as PrintedRun;

describe('a figure without curves', () => {
  it.each([
    ['regions', regionsSvg(group, runs, CAPTION, () => 'data:image/png;base64,AAAA'), ['Decision regions', 'at step 21']],
    // SGD and SAM cost the same here: evals are made up as two per step.
    ['cost', costSvg(group, runs, CAPTION), ['Gradient evaluations', '40', '< 1 s']],
    ['norms over steps', normMapsSvg(group, runs, CAPTION), ['Gradient norms', '21 steps']],
    ['a distribution', distributionSvg(norms, group, sam, CAPTION), ['at step 20, 40 mini-batches of 32', 'Q-Q plot', 'Mean 1.0']],
  ] as const)('stands alone: %s has its title, its runs, its caption and whole tags', (_, picture, said) => {
    const text = textOf(picture?.text ?? '');
    for (const words of [...said, 'SAM <b> & "co"', 'preset=moons-noisy']) expect(text.replaceAll('\n', ' ')).toContain(words);
    expect(picture?.text).not.toMatch(/NaN|undefined|var\(/);
    expect(picture?.height).toBeGreaterThan(100);
  });

  it('has the regions of the run that has some, and points of both', () => {
    const svg = regionsSvg(group, runs, '', (boundary) => `data:,${boundary.member}`)?.text ?? '';
    expect(svg.match(/<image /g)).toHaveLength(1);
    expect(svg).toContain('href="data:,r2/1"');
    expect(svg.match(/<circle /g)).toHaveLength(2);
    expect(svg.match(/stroke-opacity="0.75"/g)).toHaveLength(2);
  });

  it('draws the costlier run the longer bar', () => {
    const steps = [0, 20];
    const dear = { ...tickOf('r2', 1, steps, () => 1) };
    const history = new History().append([
      tickOf('r1', 1, steps, () => 1),
      { ...dear, measured: blockOf({ ...columnsIn(dear.measured), evals: [0, 80] }) },
    ]);
    const lengths = [...(costSvg({ history }, runs, '')?.text ?? '').matchAll(/width="([\d.]+)" height="10" rx="2" fill="rgb/g)];
    expect(lengths.map(([, width]) => Number(width))).toEqual([75, 150, 150, 150]);
  });

  it('is not drawn of nothing', () => {
    const none = emptyGroup('g1', experiment);
    expect([costSvg(none, runs, ''), normMapsSvg(none, runs, ''), regionsSvg(none, runs, '', () => '')]).toEqual([null, null, null]);
    expect(distributionSvg({ ...norms, squaredNorms: Float64Array.of(1, Number.NaN) }, group, sam, '')).toBeNull();
  });

  it('is offered beside the charts, as far as there is one', () => {
    const ids = figuresOf(group, 'steps').map(({ id }) => id);
    for (const id of ['accuracy', 'regions', 'cost', 'gradient-norms', 'norm-distribution']) expect(ids).toContain(id);
    const bare = figuresOf({ ...group, points: [], gradientNorms: [] }, 'steps').map(({ id }) => id);
    expect(bare).not.toContain('regions');
    expect(bare).not.toContain('norm-distribution');
    expect(new Set(ids).size).toBe(ids.length);
  });
});
