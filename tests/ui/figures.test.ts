import { describe, expect, it } from 'vitest';
import { blockOf } from '../../src/core/metrics/block';
import { History } from '../../src/core/metrics/history';
import type { Shake } from '../../src/core/protocol/findings';
import type { GradientNorms } from '../../src/core/protocol/views';
import { defaultExperiment } from '../../src/core/settings/presets';
import { runOf } from '../../src/core/settings/runs';
import { emptyGroup, type GroupState } from '../../src/store/group';
import { shownOf } from '../../src/store/shown';
import { distributionFigure } from '../../src/ui/share/distributionFigure';
import { costFigure, figuresOf, normsFigure, regionsFigure } from '../../src/ui/share/figures';
import type { Images } from '../../src/ui/share/images';
import { shakeFigure, shakesOf } from '../../src/ui/share/shakeFigure';
import type { PrintedRun } from '../../src/ui/share/Sheet';
import { columnsIn, tickOf } from '../core/metrics/histories';
import { printed, textOf } from './svgText';

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
const of = (one: GroupState) => shownOf(one, null, 'steps');
const CAPTION = 'Seed 1. https://example.org/#v=1&preset=moons-noisy';
/** Calls of painting, by name: no canvas is needed. */
const images: Images = { regions: (_, boundary) => `data:,${boundary?.member ?? 'points'}`, norms: (_, __, color) => `data:,${color}` };

describe('a figure without curves', () => {
  it.each([
    ['regions', regionsFigure(of(group), runs, CAPTION, images), ['Decision regions', 'at step 21']],
    // SGD and SAM cost the same here: evals are made up as two per step.
    ['cost', costFigure(of(group), runs, CAPTION), ['Gradient evaluations', '40', '< 1 s']],
    ['norms over steps', normsFigure(group, runs, CAPTION, images), ['Gradient norms', 'steps']],
    ['a distribution', distributionFigure(norms, group, runs, CAPTION), ['at step 20, 40 mini-batches of 32', 'Q-Q plot', 'Mean 1.0']],
  ] as const)('stands alone: %s has its title, its runs, its caption and whole tags', (_, picture, said) => {
    const svg = printed(picture);
    const text = textOf(svg);
    for (const words of [...said, 'SAM <b> & "co"', 'preset=moons-noisy']) expect(text.replaceAll('\n', ' ')).toContain(words);
    expect(svg).not.toMatch(/NaN|undefined|var\(/);
    expect(picture?.height).toBeGreaterThan(100);
  });

  it('has the regions of the run that has some, and the points alone of one that has none', () => {
    const svg = printed(regionsFigure(of(group), runs, '', images));
    expect([...svg.matchAll(/href="data:,([^"]*)"/g)].map(([, painted]) => painted)).toEqual(['points', 'r2/1']);
  });

  it('has a strip of pictures of every run that was shaken, with the accuracy at each length', () => {
    const lengths = Float64Array.of(0, 0.5, 1);
    const picture = {
      member: 'r2/1',
      step: 21,
      size: 1,
      extent: [-2, 2, -2, 2],
      winners: new Uint8Array(1),
      confidence: new Uint8Array(1),
    } as const;
    const column = Float64Array.of(80, 70, 60);
    const columns = { trainLoss: column, testLoss: column, trainAccuracy: column, testAccuracy: column };
    const member = { id: 'r2/1', run: 'r2', seed: 1 };
    const shaken: Shake = {
      asked: { what: 'shake', run: 'r2', along: 'random', draw: 1 },
      lengths,
      members: [{ member, step: 21, norm: 1, pictures: [picture, picture, picture], ...columns }],
    };
    const findings = new Map([['shake random r2', shaken]]);
    expect(figuresOf(of({ ...group, findings })).map(({ id }) => id)).toContain('shaken');
    expect(figuresOf(of(group)).map(({ id }) => id)).not.toContain('shaken');
    const text = textOf(printed(shakeFigure(group.points[0], shakesOf({ findings }), runs, CAPTION, images)));
    for (const words of ['Shaken', '0 %: 80.0 %', '50 %: 70.0 %', '100 %: 60.0 %', 'at step 21']) expect(text).toContain(words);
    expect(shakeFigure(undefined, [shaken], runs, CAPTION, images)).toBeNull();
  });

  it('draws the costlier run the longer bar', () => {
    const steps = [0, 20];
    const dear = { ...tickOf('r2', 1, steps, () => 1) };
    const history = new History().append([
      tickOf('r1', 1, steps, () => 1),
      { ...dear, measured: blockOf({ ...columnsIn(dear.measured), evals: [0, 80] }) },
    ]);
    const lengths = [
      ...printed(costFigure(of({ ...group, history }), runs, '')).matchAll(/width="([\d.]+)" height="10" rx="2" fill="rgb/g),
    ];
    // Fifths of a second are noise: no bar is drawn of them.
    expect(lengths.map(([, width]) => Number(width))).toEqual([75, 0, 150, 0]);
  });

  it('is not drawn of nothing', () => {
    const none = of(emptyGroup('g1', experiment));
    expect([
      costFigure(none, runs, ''),
      normsFigure(emptyGroup('g1', experiment), runs, '', images),
      regionsFigure(none, runs, '', images),
    ]).toEqual([null, null, null]);
    expect(distributionFigure({ ...norms, squaredNorms: Float64Array.of(1, Number.NaN) }, group, runs, '')).toBeNull();
  });

  it('is offered beside the charts, as far as there is one', () => {
    const ids = figuresOf(of(group)).map(({ id }) => id);
    for (const id of ['accuracy', 'regions', 'cost', 'gradient-norms', 'norm-distribution']) expect(ids).toContain(id);
    const bare = figuresOf(of({ ...group, points: [], gradientNorms: [] })).map(({ id }) => id);
    expect(bare).not.toContain('regions');
    expect(bare).not.toContain('norm-distribution');
    expect(new Set(ids).size).toBe(ids.length);
  });
});
