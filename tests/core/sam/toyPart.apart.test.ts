/**
 * A part is one file and one line: this made-up ball is in no registry of the house, and the mock below stands for the
 * line in `slots.ts` (and one entry of data in `recipes.ts`). Menu, form, link, reference, cost, rules and laws follow.
 */
import { describe, expect, it, vi } from 'vitest';
import type * as FirstOrderModule from '../../../src/core/sam/recipes/firstOrder';
import type * as SlotsModule from '../../../src/core/sam/slots';
import { type Geometry, part } from '../../../src/core/sam/part';
import { frameFormulas, framesOf } from '../../../src/core/sam/observation/tell';
import { partsOf } from '../../../src/core/sam/recipes';
import { optimizers } from '../../../src/core/sam/slots';
import { algorithmMenu } from '../../../src/core/settings/algorithmMenu';
import { settingsReference } from '../../../src/core/settings/reference';
import { choose } from '../../../src/core/settings/entry';
import { chooseKind, setField } from '../../../src/core/settings/edit';
import { costOf } from '../../../src/core/settings/cost';
import { number } from '../../../src/core/settings/field';
import { formOf } from '../../../src/core/settings/form';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { refusals } from '../../../src/core/settings/refusals';
import { runLabels } from '../../../src/core/settings/runLabels';
import { runOf } from '../../../src/core/settings/runs';
import { describePartLaws } from './partLaws';
import { anatomyOf, walk } from './smallProblem';

// The file: an ellipsoid whose axes alternate between 1 and a stretch.
const toy = vi.hoisted(() => ({ part: undefined as unknown }));

vi.mock('../../../src/core/sam/slots', async (original) => {
  const actual = await original<typeof SlotsModule>();
  const geometry = {
    ...actual.slots.geometry,
    get striped() {
      return toy.part;
    },
  };
  return { ...actual, slots: { ...actual.slots, geometry } };
});
vi.mock('../../../src/core/sam/recipes/firstOrder', async (original) => {
  const { firstOrder } = await original<typeof FirstOrderModule>();
  const striped = {
    ...firstOrder.sam,
    label: 'Striped SAM',
    idea: 'SAM in a striped ball.',
    parts: { geometry: 'striped' },
    values: { stretch: 3 },
  };
  return { firstOrder: { ...firstOrder, 'striped-sam': striped } };
});

const axes = (size: number, stretch: number) => Array.from({ length: size }, (_, index) => (index % 2 === 0 ? 1 : stretch));
toy.part = part<Geometry>()({
  label: 'Striped ball',
  help: 'Every second weight may move further.',
  fields: { stretch: number({ label: 'Stretch', help: 'How much further.', default: 2, min: 1, max: 10 }) },
  traits: () => ['shapes-climb'],
  create({ stretch }) {
    const scaleOf = ({ backend, params }: Parameters<Geometry['length']>[1]) =>
      backend.tensor(axes(params.shape[0] as number, stretch), params.shape);
    return {
      direction(gradient, context) {
        const scale = scaleOf(context);
        const relative = scale.mul(gradient);
        return scale.mul(relative).div(relative.norm().add(1e-12));
      },
      length: (vector, context) => vector.div(scaleOf(context)).norm(),
    };
  },
});

// The laws of its slot, over the registry as it now is.
describePartLaws(['geometry']);

describe('a part that was only registered', () => {
  const striped = { ...defaultExperiment, runs: [runOf('r1', 'sam'), runOf('r2', 'striped-sam')] };

  it('is in the menu and the form, with its own setting and sentence', () => {
    const form = formOf(chooseKind(striped, 'runs.r1.geometry', 'striped'));
    const menu = form.runs[0]?.menus.find(({ path }) => path === 'runs.r1.geometry');
    expect(menu).toMatchObject({ kind: 'striped', help: 'Every second weight may move further.' });
    expect(menu?.options.map(({ value }) => value)).toContain('striped');
    expect(form.runs[0]?.fields.find(({ key }) => key === 'stretch')).toMatchObject({ path: 'runs.r1.geometry.stretch', value: 2 });
    const offered = algorithmMenu(striped).flatMap(({ choices }) => choices.map(({ label }) => label));
    expect(offered).toContain('Striped SAM');
  });

  it('is written in links and read from them, by itself and as an algorithm', () => {
    const edited = setField(chooseKind(striped, 'runs.r1.geometry', 'striped'), 'runs.r1.geometry.stretch', 5);
    expect(encode(edited)).toContain('algos=sam(geometry=striped,stretch=5),striped-sam');
    expect(decode(encode(edited))).toEqual({ experiment: edited, notices: [] });
    expect(partsOf('striped-sam').geometry).toEqual({ kind: 'striped', values: { stretch: 3 } });
  });

  it('is in the reference page, in the names of runs and in the cost', () => {
    expect(settingsReference()).toContain('#### Striped ball: `geometry=striped`');
    expect(settingsReference()).toContain('| `striped-sam` | Striped SAM | SAM in a striped ball. |');
    expect(runLabels(chooseKind(striped, 'runs.r1.geometry', 'striped'))[0]?.details).toContain('Striped ball');
    expect(costOf(striped).runs.map(({ perStep }) => perStep)).toEqual([2, 2]);
  });

  it('is judged by what it declares', () => {
    const [refusal] = refusals(chooseKind(chooseKind(striped, 'runs.r2.descent', 'universal'), 'runs.r2.radius', 'fixed'));
    expect(refusal).toMatchObject({ about: 'runs.r2.geometry', message: expect.stringContaining('“Striped ball” has nothing to act on') });
  });

  it('is told in slow motion, in the words of its slot', () => {
    const told = framesOf(partsOf('striped-sam'), choose(optimizers, 'sgd'), {
      happened: ['gradient', 'climb', 'perturbed', 'step'],
      numbers: { radius: 0.3, perturbNorm: 0.6 },
      arrows: [],
      spannedBy: [],
    });
    expect(told.map(({ key }) => key)).toEqual(['gradient', 'climb', 'perturbed', 'step']);
    expect(told[1]).toMatchObject({ title: 'Climb', formula: '\\varepsilon = \\rho\\,d', values: { perturbNorm: 0.6 } });
    expect(frameFormulas()).toContain(told[1]?.formula);
  });

  it('trains, and differs from the ball it was made from', async () => {
    const [own, sam] = [await walk(anatomyOf('striped-sam', { rho: 0.3 }), 5), await walk(anatomyOf('sam', { rho: 0.3 }), 5)];
    expect(own.params.every(Number.isFinite)).toBe(true);
    expect(own.params).not.toEqual(sam.params);
  });
});
