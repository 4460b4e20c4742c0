import { describe, expect, it } from 'vitest';
import { nth } from '../../src/core/numbers';
import type { Exploration } from '../../src/core/protocol/explorations';
import type { Between, Finding, Shake, Surface } from '../../src/core/protocol/findings';
import { runOf } from '../../src/core/settings/runs';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { createGroup, type Group } from '../../src/engine/group/group';
import { openWasm } from '../../src/engine/wasm/open';
import { converse, curvesAlone } from './converse';
import { curves, finish, images, sam, sgd, states, tiny, tinyCnn } from './groupExperiment';

async function found<F extends Finding>(group: Group, asked: Exploration, most = 3): Promise<F> {
  const pieces = await group.explore(asked);
  if (!pieces) throw new Error('nothing to explore');
  while (pieces.done < pieces.planned) await pieces.advance(most);
  const finding = pieces.result();
  pieces.free();
  return finding as F;
}

const shake = (run: string, along: 'random' | 'climb' = 'random', draw = 1) => ({ what: 'shake', run, along, draw }) as const;
const questions: readonly Exploration[] = [
  shake('r1'),
  shake('r2', 'climb'),
  { what: 'between', from: 'r1', to: 'r2' },
  { what: 'surface', run: 'r2', along: 'climb', points: 5 },
];

describe('the views of the stage', () => {
  it.each([
    ['a network on the plane', tiny({ training: { seeds: [1, 2] } }), undefined],
    ['a CNN with batch norm', tinyCnn({ runs: [sgd, sam] }), images()],
  ])('move no bit of training, and leave nothing on the device: %s', async (_, experiment, raw) => {
    const { backend } = await openWasm();
    const options = raw ? { raw } : {};
    const [seen, plain] = [createGroup(backend, experiment, options), createGroup(backend, experiment, options)];
    for (const group of [seen, plain]) await finish(group, 4, 8);
    const before = backend.tensorCount();
    const at = await states(seen);
    for (const asked of questions) await found(seen, asked);
    expect(await states(seen)).toEqual(at);
    expect(backend.tensorCount()).toBe(before);
    const [after, alone] = [await finish(seen), await finish(plain)];
    for (const { id } of seen.members()) expect(curves(after.ticks, id)).toEqual(curves(alone.ticks, id));
    seen.free();
    plain.free();
  });

  it('are of the weights that a running average is judged by', async () => {
    const { backend } = await openWasm();
    const group = createGroup(backend, tiny({ runs: [runOf('r1', 'swa')] }));
    const { ticks } = await finish(group);
    const { members } = await found<Shake>(group, shake('r1'));
    expect(members[0]?.testLoss[0]).toBe(curves(ticks, 'r1/1').measured['testLoss']?.at(-1));
    group.free();
  });

  it('say nothing of a run that is not there', async () => {
    const group = createGroup(float64, tiny());
    expect(await group.explore(shake('r9'))).toBeNull();
    expect(await group.explore({ what: 'between', from: 'r1', to: 'r9' })).toBeNull();
    group.free();
  });
});

describe('a run that is shaken', () => {
  it('has at length 0 what was measured and drawn of it, on every seed', async () => {
    const { backend } = await openWasm();
    const group = createGroup(backend, tiny({ training: { seeds: [1, 2] } }));
    const { ticks } = await finish(group);
    const { members, lengths } = await found<Shake>(group, shake('r2'));
    expect(members.map(({ member, step }) => [member.id, step])).toEqual([
      ['r2/1', 30],
      ['r2/2', 30],
    ]);
    for (const { member, ...columns } of members) {
      const { measured } = curves(ticks, member.id);
      for (const metric of ['testAccuracy', 'trainAccuracy', 'testLoss', 'trainLoss'] as const)
        expect(columns[metric][0]).toBe(measured[metric]?.at(-1));
      expect(columns.testLoss).toHaveLength(lengths.length);
    }
    const [first, second] = members;
    const own = (await group.boundaries()).find(({ member }) => member === 'r2/1');
    expect(first?.pictures).toHaveLength(lengths.length);
    expect(first?.pictures[0]).toEqual(own);
    expect(first?.pictures.at(-1)?.winners).not.toEqual(own?.winners);
    // Of the first seed alone there are pictures.
    expect(second?.pictures).toEqual([]);
    group.free();
  });

  it('goes as far as its filters are long, the same way as all runs of its seed, and another way for another draw', async () => {
    const { backend } = await openWasm();
    const group = createGroup(backend, tiny({ runs: [sgd, sam] }));
    const at = async (run: string, draw: number) => {
      const { members } = await found<Shake>(group, shake(run, 'random', draw));
      return nth(members.map(({ testLoss }) => [...testLoss]) as never, 0) as unknown as number[];
    };
    // Before the first step all have the same weights.
    expect(await at('r1', 1)).toEqual(await at('r2', 1));
    expect(await at('r1', 1)).not.toEqual(await at('r1', 2));
    group.free();
  });

  it('climbs faster along its own climb than along a random direction of the same length', async () => {
    const { backend } = await openWasm();
    const group = createGroup(backend, tiny());
    await finish(group);
    const [climb, random] = [await found<Shake>(group, shake('r2', 'climb')), await found<Shake>(group, shake('r2'))];
    // Length 0.12 along the climb, against 0.083 and 0.167 along the random direction.
    const [first] = climb.members;
    expect(first?.trainLoss.at(-1)).toBeGreaterThan(random.members[0]?.trainLoss[2] as number);
    expect(first?.norm).toBeCloseTo(random.members[0]?.norm as number, 4);
    group.free();
  });
});

describe('the line between two runs', () => {
  it('has the same bits from either end, and the runs themselves at its ends', async () => {
    const { backend } = await openWasm();
    const group = createGroup(backend, tiny({ training: { seeds: [1, 2] } }));
    const { ticks } = await finish(group);
    const there = await found<Between>(group, { what: 'between', from: 'r1', to: 'r2' });
    const back = await found<Between>(group, { what: 'between', from: 'r2', to: 'r1' });
    for (const [index, line] of there.lines.entries()) {
      expect([...line.trainLoss].reverse()).toEqual([...(back.lines[index]?.trainLoss ?? [])]);
      expect([...line.testAccuracy].reverse()).toEqual([...(back.lines[index]?.testAccuracy ?? [])]);
      const { measured } = curves(ticks, `r1/${line.seed}`);
      // n·w/n is w up to a rounding.
      expect(line.trainLoss[0]).toBeCloseTo(measured['trainLoss']?.at(-1) as number, 5);
      expect(line.distance).toBeGreaterThan(0);
    }
    expect(there.lines.map(({ seed }) => seed)).toEqual([1, 2]);
    group.free();
  });
});

describe('the surface around a run', () => {
  it('has w in its middle and w + ε on its first axis', async () => {
    const group = createGroup(float64, tiny());
    await finish(group, 7, 10);
    const surface = await found<Surface>(group, { what: 'surface', run: 'r2', along: 'climb', points: 7 });
    const wide = await found<Surface>(group, { what: 'surface', run: 'r2', along: 'random', points: 7 });
    expect(surface.climb).toBeCloseTo(0.3, 8);
    expect(surface.radius).toBeCloseTo(0.3, 8);
    expect(surface.axis[3]).toBe(0);
    expect(surface.losses[24]).toBeCloseTo(wide.losses[24] as number, 12);
    // One radius up the climb the loss is higher.
    expect(surface.losses[25]).toBeGreaterThan(surface.losses[24] as number);
    expect(wide.climb).toBeNull();
    group.free();
  });
});

describe('the trainer, asked for views', () => {
  const group = 'g1';
  const experiment = tiny({ runs: [sgd, sam], backend: 'wasm' });

  it('measures them one after the other where the runs stand, and trains on as if nothing had been', async () => {
    const talk = converse();
    talk.send({ type: 'start', group, experiment, paused: true });
    talk.send({ type: 'advance', group, steps: 12 });
    await talk.next('paused', 1);
    talk.send({ type: 'explore', group, asked: [shake('r1'), shake('r9'), shake('r1'), shake('r2')] });
    await talk.next('explored', 1);
    const answers = talk.all('explored').map(({ finding }) => finding as Shake);
    expect(answers.map(({ asked, members }) => [asked.run, members[0]?.step])).toEqual([
      ['r1', 12],
      ['r2', 12],
    ]);
    expect(talk.all('measuring').some(({ measuring }) => measuring?.what === 'view')).toBe(true);
    talk.send({ type: 'resume', group });
    await talk.next('ended');
    for (const [id, own] of await curvesAlone(experiment)) expect(curves(talk.rows(), id)).toEqual(own);
  });
});
