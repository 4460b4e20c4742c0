import { describe, expect, it } from 'vitest';
import { History } from '../../src/core/metrics/history';
import { defaultExperiment } from '../../src/core/settings/presets';
import { runOf } from '../../src/core/settings/runs';
import { referencesOf } from '../../src/store/pins';
import { emptyGroup } from '../../src/store/group';
import { charts } from '../../src/ui/charts/charts';
import { curveFigure } from '../../src/ui/share/curveFigure';
import { tickOf } from '../core/metrics/histories';
import { printed, textOf } from './svgText';

const experiment = {
  ...defaultExperiment,
  runs: [runOf('r1', 'sgd'), runOf('r2', 'sam')],
  training: { ...defaultExperiment.training, steps: 20 },
};
const group = {
  ...emptyGroup('g1', experiment),
  history: new History().append([tickOf('r1', 1, [0, 10, 20], (step) => 60 + step), tickOf('r2', 1, [0, 10, 20], (step) => 70 + step)]),
};
const runs = new Map([
  ['r1', { label: 'SGD', color: 'rgb(1, 2, 3)', dash: '5 3' }],
  ['r2', { label: 'SAM <b> & "co"', color: 'rgb(4, 5, 6)', dash: '' }],
]);
const chart = (id: string) => {
  const found = charts.find((one) => one.id === id);
  if (!found) throw new Error(`no chart ${id}`);
  return found;
};
const LINK = `https://example.org/#v=1&preset=moons-noisy&algos=${'sam(rho=.2),'.repeat(20)}sgd`;
const drawn = (id: string) => printed(curveFigure(chart(id), group, 'steps', runs, `Seed 1. ${LINK}`));

describe('the picture of a chart', () => {
  it('holds title, question, axes with unit, legend and the whole link, whatever is in their names', () => {
    const text = textOf(drawn('accuracy'));
    for (const part of [
      chart('accuracy').title,
      chart('accuracy').question,
      'steps',
      `${chart('accuracy').title}, %`,
      'SGD',
      'SAM <b> & "co"',
    ])
      expect(text.split('\n')).toContain(part);
    expect(text.replaceAll('\n', '')).toContain(LINK.slice(0, 60));
    expect(text.replaceAll('\n', '')).toContain(LINK);
  });

  it('has one line per run in its colour and dashes, and no colour that only a style sheet knows', () => {
    const svg = drawn('accuracy');
    expect(svg).toMatch(/<path d="M[^"]+" stroke="rgb\(1, 2, 3\)"[^>]*stroke-dasharray="5 3"/);
    expect(svg).toMatch(/<path d="M[^"]+" stroke="rgb\(4, 5, 6\)"/);
    expect(svg).not.toMatch(/var\(|light-dark|color-mix|NaN|undefined/);
  });

  it('is not drawn where there is no number', () => {
    expect(curveFigure(chart('testLoss'), group, 'steps', runs, '')).toBeNull();
  });

  it('says that bands are over seeds where there are some', () => {
    const more = { ...group, history: group.history.append([tickOf('r1', 2, [0, 10, 20], (step) => 64 + step)]) };
    const svg = printed(curveFigure(chart('accuracy'), more, 'steps', runs, ''));
    expect(svg).toContain('means over 2 seeds');
    expect(svg).toContain('fill-opacity="0.12"');
  });

  it('has every seed as a thin line beneath, where the page has them', () => {
    const history = group.history.append([tickOf('r1', 2, [0, 10, 20], (step) => 64 + step)]);
    const svg = (seedlines: boolean) => {
      const shown = { ...experiment, view: { ...experiment.view, seedlines } };
      return printed(curveFigure(chart('accuracy'), { ...group, experiment: shown, history }, 'steps', runs, ''));
    };
    const thin = /<path [^>]*d="M[^M"]+M[^M"]+" stroke="rgb\(1, 2, 3\)" stroke-width="1" stroke-opacity="0\.3" stroke-dasharray="5 3">/;
    expect(svg(true)).toMatch(thin);
    expect(svg(true)).toContain('thin lines single seeds');
    expect(svg(false)).not.toMatch(thin);
    expect(svg(false)).not.toContain('single seeds');
  });

  it('has pinned runs as thin lines, and says that the link does not hold them', () => {
    const pin = {
      id: 'p1',
      group: 'g0',
      run: 'r1',
      points: [],
      kept: { experiment, history: group.history.only('r1', 'p1'), picture: null },
    };
    const references = referencesOf({ pins: [pin], group, experiment });
    const named = new Map([...runs, ['p1', { label: 'SGD, pinned', color: 'rgb(7, 8, 9)', dash: '5 3' }] as const]);
    const svg = printed(curveFigure(chart('accuracy'), group, 'steps', named, LINK, references));
    expect(svg).toMatch(/<path d="M[^"]+" stroke="rgb\(7, 8, 9\)" stroke-width="1" stroke-opacity="0\.7" stroke-dasharray="5 3">/);
    expect(textOf(svg).replaceAll('\n', ' ')).toContain('SGD, pinned');
    expect(textOf(svg).replaceAll('\n', ' ')).toMatch(/Pinned runs were trained earlier, .*not in the\s+link/);
    expect(drawn('accuracy')).not.toContain('Pinned runs');
  });
});
