import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObservedStep } from '../../src/core/protocol/views';
import { algorithms } from '../../src/core/sam/recipes';
import { runOf } from '../../src/core/settings/runs';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import type { Backend } from '../../src/core/tensor/tensor';
import { openWasm } from '../../src/engine/wasm/open';
import { createGroup, type Group } from '../../src/engine/group/group';
import { gridFor } from '../../src/engine/group/observeStep';
import { joinTicks } from '../../src/engine/training/joinTicks';
import { bisam, curves, finish, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';

/** Trains to the end, looking at the steps of `member` that follow these. */
async function finishLooking(group: Group, member: string, at: readonly number[]) {
  const ticks = [];
  const observed: ObservedStep[] = [];
  while (!group.isFinished()) {
    const isLook = at.includes(group.step());
    const said = await group.advance(isLook ? 7 : 1, () => {}, isLook ? member : undefined);
    ticks.push(...said.ticks);
    if (said.observed) observed.push(said.observed);
  }
  return { ticks: joinTicks(ticks), observed };
}

const only = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => `${id}/1`);

// How fine the picture is depends on how long a loss takes: here none takes any time.
beforeEach(() => void vi.spyOn(performance, 'now').mockReturnValue(0));
afterEach(() => vi.restoreAllMocks());

describe('looking inside a step', () => {
  it.each(Object.keys(algorithms))('changes no number of any run: %s', async (algorithm) => {
    const runs = [sgd, runOf('r2', algorithm)];
    const experiment = tiny({ runs, training: { steps: 8, every: 4 } });
    const [plain, observation] = [createGroup(float64, experiment), createGroup(float64, experiment)];
    const expected = await finish(plain, 1);
    const { ticks, observed } = await finishLooking(observation, 'r2/1', [1, 5]);
    expect(observed.map(({ step }) => step)).toEqual([1, 5]);
    for (const id of only(runs)) expect(curves(ticks, id)).toEqual(curves(expected.ticks, id));
    expect(await states(observation)).toEqual(await states(plain));
  });

  it('changes none with batch norm either, whose statistics it leaves alone', async () => {
    const experiment = tinyCnn({ runs: [sgd, sam, bisam], training: { batch: 8, steps: 6, every: 3 } });
    const [plain, observation] = [createGroup(float64, experiment, { raw: images() }), createGroup(float64, experiment, { raw: images() })];
    const expected = await finish(plain, 1);
    const { ticks, observed } = await finishLooking(observation, 'r3/1', [0, 2, 3]);
    expect(observed).toHaveLength(3);
    // Pixels are no points of the plane.
    expect(observed[0]?.pictures).toEqual([]);
    for (const id of only(experiment.runs)) expect(curves(ticks, id)).toEqual(curves(expected.ticks, id));
    expect(await states(observation)).toEqual(await states(plain));
  });

  it('makes one step, and shows the numbers that the curves have for it', async () => {
    const group = createGroup(float64, tiny());
    await finish(group, 4, 4);
    const { ticks, observed } = await group.advance(9, () => {}, 'r2/1');
    expect(group.step()).toBe(5);
    const row = curves(ticks, 'r2/1').steps;
    for (const metric of ['lossClean', 'lossPerturbed', 'gradNorm', 'perturbNorm', 'radius', 'updateNorm', 'learningRate'])
      expect(observed?.numbers[metric], metric).toBe(row[metric]?.[0]);
    expect(observed).toMatchObject({ member: { id: 'r2/1', run: 'r2', seed: 1 }, step: 4, spannedBy: ['ε', 'Δw'] });
  });

  it('draws the loss of the mini-batch around w, in which the step’s own points lie at their own losses', async () => {
    const group = createGroup(float64, tiny());
    await finish(group, 4, 4);
    const { observed } = await group.advance(1, () => {}, 'r2/1');
    const { relief, arrows = [], numbers } = observed ?? {};
    expect(relief?.x).toHaveLength(17);
    expect(relief?.losses.map((row) => row.length)).toEqual(new Array(17).fill(17));
    const at = ([x, y]: readonly [number, number]) => bilinear(relief as NonNullable<typeof relief>, x, y);
    const climb = arrows.find(({ frame }) => frame === 'climb');
    const move = arrows.find(({ frame }) => frame === 'step');
    const spread = Math.max(...(relief?.losses.flat() ?? [])) - Math.min(...(relief?.losses.flat() ?? []));
    // Between points of the grid the picture is as coarse as its cells.
    expect(Math.abs(at([0, 0]) - Number(numbers?.lossClean))).toBeLessThan(0.03 * spread);
    expect(Math.abs(at(climb?.by ?? [0, 0]) - Number(numbers?.lossPerturbed))).toBeLessThan(0.03 * spread);
    expect(Math.abs(at(move?.by ?? [0, 0]) - Number(numbers?.lossAfter))).toBeLessThan(0.03 * spread);
  });

  it('shows what the network predicts at w, at w + ε and after the step', async () => {
    const group = createGroup(float64, tiny({ runs: [sgd, sam] }));
    await finish(group, 4, 4);
    const { observed } = await group.advance(1, () => {}, 'r2/1');
    expect(observed?.pictures.map(({ at }) => at)).toEqual(['here', 'elsewhere', 'next']);
    const [after] = (await group.boundaries()).filter(({ member }) => member === 'r2/1');
    expect(observed?.pictures[2]?.confidence).toEqual(after?.confidence);
    expect(observed?.pictures[1]?.confidence).not.toEqual(observed?.pictures[0]?.confidence);
    const next = await group.advance(1, () => {}, 'r1/1');
    expect(next.observed?.pictures.map(({ at }) => at)).toEqual(['here', 'next']);
  });

  it('knows who has steps to make', async () => {
    const group = createGroup(float64, tiny({ training: { steps: 3, every: 3 } }));
    expect(group.isTraining('r2/1')).toBe(true);
    expect(group.isTraining('r9/1')).toBe(false);
    await finish(group);
    expect(group.isTraining('r2/1')).toBe(false);
  });

  it('leaves nothing on the device', async () => {
    const { backend } = await openWasm();
    const group = createGroup(backend, tiny({ training: { steps: 6, every: 6 } }));
    await group.advance(1);
    const before = held(backend);
    for (const member of ['r1/1', 'r2/1', 'r3/1']) await group.advance(1, () => {}, member);
    await group.snapshot('any');
    expect(held(backend)).toBe(before);
    group.free();
  });
});

const held = (backend: Backend) => backend.tensorCount();

function bilinear({ x, y, losses }: NonNullable<ObservedStep['relief']>, atX: number, atY: number): number {
  const cell = (axis: readonly number[], value: number) => {
    const place = ((value - (axis[0] as number)) / ((axis.at(-1) as number) - (axis[0] as number))) * (axis.length - 1);
    const low = Math.min(axis.length - 2, Math.max(0, Math.floor(place)));
    return [low, place - low] as const;
  };
  const [[column, u], [row, v]] = [cell(x, atX), cell(y, atY)];
  const of = (r: number, c: number) => losses[r]?.[c] as number;
  return (
    (1 - v) * ((1 - u) * of(row, column) + u * of(row, column + 1)) + v * ((1 - u) * of(row + 1, column) + u * of(row + 1, column + 1))
  );
}

describe('the picture of the loss', () => {
  it('is coarser where a loss takes longer, and a line where a picture would take too long', () => {
    expect(gridFor(0.1, true)).toEqual({ columns: 17, rows: 17 });
    expect(gridFor(8, true)).toEqual({ columns: 11, rows: 11 });
    expect(gridFor(40, true)).toEqual({ columns: 29, rows: 1 });
    expect(gridFor(5000, true)).toEqual({ columns: 5, rows: 1 });
    expect(gridFor(0.1, false)).toEqual({ columns: 33, rows: 1 });
  });
});
