import { describe, expect, it } from 'vitest';
import { recipes } from '../../../src/core/sam/recipes';
import { resumedState } from '../../../src/core/sam/resumed';
import { initialState } from '../../../src/core/sam/step';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';
import { freeze, thaw } from '../../../src/core/tensor/stateTree';
import { anatomyOf, batchOf, walk, networkFor, partsWith } from './smallProblem';

const setting = (algorithm: string) => ({ layout: networkFor(partsWith(algorithm, {})).layout, backend: float64 });
const batch = (step: number) => batchOf(12, `batch ${step}`);
/** What an algorithm remembers after some steps, as it is written down and read again. */
async function remembered(algorithm: string, optimizer: readonly [string] = ['sgd']) {
  const { state } = await walk(anatomyOf(algorithm, {}, optimizer), 3, { batch, network: networkFor(partsWith(algorithm, {})) });
  return thaw(structuredClone(await freeze(state, float64)), float64) as never;
}

describe('a state that was written down', () => {
  it.each(Object.keys(recipes))('goes on in %s, whose it is', async (algorithm) => {
    const state = await remembered(algorithm);
    expect(Object.keys(resumedState(anatomyOf(algorithm), setting(algorithm), state)).sort()).toEqual(
      Object.keys(initialState(anatomyOf(algorithm), setting(algorithm))).sort(),
    );
  });

  it.each([
    ['f-sam', 'vasso', 'heading'],
    ['sam', 'f-sam', 'heading'],
    ['looksam', 'sam', 'fallback'],
    ['ae-sam', 'sam', 'gate'],
    ['sgd', 'bsam', 'optimizer'],
    ['ssam-d', 'sam', 'mask'],
    ['swa', 'ema', 'average'],
    ['lets-sam', 'sam', 'radius'],
  ])('of %s is refused in %s, with the part that it does not fit', async (own, other, part) => {
    const state = await remembered(own);
    expect(() => resumedState(anatomyOf(other), setting(other), state)).toThrow(
      `It is the part “${part}”. What was written down of this run belongs to another algorithm`,
    );
  });

  it('of another optimizer is refused', async () => {
    const state = await remembered('sam', ['adam']);
    expect(() => resumedState(anatomyOf('sam'), setting('sam'), state)).toThrow('“optimizer”');
  });

  it('from before there were headings and averages goes on where these remember nothing', async () => {
    const { heading, average, ...older } = (await remembered('sam')) as Record<string, unknown>;
    expect([heading, average]).toEqual([null, null]);
    expect(resumedState(anatomyOf('sam'), setting('sam'), older as never)).toMatchObject({ heading: null, average: null });
    expect(() => resumedState(anatomyOf('f-sam'), setting('f-sam'), older as never)).toThrow('“heading”');
  });
});
