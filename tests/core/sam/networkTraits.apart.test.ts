/** Traits of a part on the network it would act on: a made-up mask that perturbs normalization layers alone, in no registry of the house. */
import { describe, expect, it, vi } from 'vitest';
import type * as SlotsModule from '../../../src/core/sam/slots';
import { noticesAbout } from '../../../src/core/sam/combinations';
import { type Mask, part } from '../../../src/core/sam/part';
import { choosePart } from '../../../src/core/sam/partChoices';
import { partsOf } from '../../../src/core/sam/recipes';
import { chooseKind } from '../../../src/core/settings/edit';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { type Facts, refusals } from '../../../src/core/settings/refusals';
import { normNetwork, tanhNetwork } from './smallProblem';

const made = vi.hoisted(() => ({ norms: undefined as unknown }));

vi.mock('../../../src/core/sam/slots', async (original) => {
  const actual = await original<typeof SlotsModule>();
  const mask = {
    ...actual.slots.mask,
    get norms() {
      return made.norms;
    },
  };
  return { ...actual, slots: { ...actual.slots, mask } };
});

made.norms = part<Mask>()({
  label: 'Normalization layers',
  help: 'Only their scales and shifts are perturbed.',
  fields: {},
  traits: (_, network) =>
    network?.tensors.every(({ kind }) => kind !== 'gamma') ? ['shapes-climb', 'misses-norm-layers'] : ['shapes-climb'],
  create: () => ({
    init: () => null,
    onGradient: (gradient) => gradient,
    onDirection: (direction) => direction,
    // oxlint-disable-next-line require-yield -- other masks read scores here
    *advance(state) {
      return state;
    },
  }),
});

const parts = { ...partsOf('sam'), mask: choosePart('mask', 'norms') };

describe('a part that needs normalization layers', () => {
  it('is refused on a network without any, with that reason, and on no other', () => {
    expect(noticesAbout(parts, { network: tanhNetwork.layout })).toEqual([
      {
        code: 'refused',
        about: 'mask',
        message: 'This network has no normalization layers, so “Normalization layers” has nothing to perturb.',
        remedy: 'Choose a model with batch norm or layer norm, or the first entry here.',
      },
    ]);
    expect(noticesAbout(parts, { network: normNetwork.layout })).toEqual([]);
  });

  it('is left alone while the network is not known, and where nothing is climbed', () => {
    expect(noticesAbout(parts)).toEqual([]);
    expect(noticesAbout({ ...parts, gate: choosePart('gate', 'never') }, { network: tanhNetwork.layout })).toEqual([]);
  });

  it('is refused in an experiment at its slot, until the model has what it needs', () => {
    const images: Facts = { trainCount: 10_000, inputShape: [28, 28, 1], classes: 10 };
    const run = defaultExperiment.runs[1]?.id ?? '';
    const asked = chooseKind(defaultExperiment, `runs.${run}.mask`, 'norms');
    expect(refusals(asked)).toMatchObject([{ about: `runs.${run}.mask`, message: expect.stringContaining('no normalization layers') }]);
    expect(refusals(chooseKind(chooseKind(asked, 'data', 'shapes'), 'model', 'cnn'), images)).toEqual([]);
  });
});
