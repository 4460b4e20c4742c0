/** Tiny experiments for groups, and what a group said put side by side. */
import { datasets } from '../../src/core/datasets';
import { models } from '../../src/core/models/models';
import { schedules } from '../../src/core/sam/schedule/schedules';
import { optimizers } from '../../src/core/sam/slots';
import { choose } from '../../src/core/settings/entry';
import { studyFields } from '../../src/core/study/studyFields';
import { lectureFields } from '../../src/core/settings/lecture';
import type { Experiment, RunSettings } from '../../src/core/settings/experiment';
import { deviceFields, trainingFields } from '../../src/core/settings/trainingFields';
import { valleys } from '../../src/core/valley/valleys';
import { viewFields } from '../../src/core/settings/viewFields';
import { defaultsOf, type FieldValue } from '../../src/core/settings/field';
import { runOf } from '../../src/core/settings/runs';
import type { RawDataset } from '../../src/core/datasets/dataset';
import type { MemberTick } from '../../src/core/protocol/protocol';
import type { RunNotice } from '../../src/core/sam/runNotices';
import type { Group } from '../../src/engine/group/group';
import { joinTicks } from '../../src/engine/training/joinTicks';
import type { Block } from '../../src/core/metrics/block';
import { columnsIn } from '../core/metrics/histories';
import { normals } from '../core/tensor/randomTensors';

type Values = Readonly<Record<string, FieldValue>>;

export const sgd = runOf('r1', 'sgd');
export const sam = runOf('r2', 'sam', { rho: 0.3 });
export const bisam = runOf('r3', 'bisam-log', { rho: 0.3 });

export interface TinyOptions {
  readonly runs?: readonly RunSettings[];
  readonly data?: readonly [kind: string, values?: Values];
  readonly model?: readonly [kind: string, values?: Values];
  readonly optimizer?: readonly [kind: string, values?: Values];
  readonly schedule?: readonly [kind: string, values?: Values];
  readonly training?: Partial<Experiment['training']>;
  readonly backend?: Experiment['device']['backend'];
}

/** Forty points of two moons with noise, an MLP of width 8 on eight Fourier features, 30 steps of ten samples. */
export function tiny({
  runs = [sgd, sam, bisam],
  data,
  model,
  optimizer,
  schedule,
  training,
  backend = 'wasm',
}: TinyOptions = {}): Experiment {
  return {
    preset: 'moons-noisy',
    data: choose(datasets, ...(data ?? (['moons', { n: 40, noise: 0.2, val: 0.25, test: 100 }] as const))),
    model: choose(models, ...(model ?? (['mlp', { depth: 1, width: 8, act: 'tanh', rff: 8, rffscale: 2 }] as const))),
    training: { ...defaultsOf(trainingFields), batch: 10, steps: 30, every: 5, lr: 0.1, seeds: [1], ...training },
    optimizer: choose(optimizers, ...(optimizer ?? (['sgd', { momentum: 0.9, wd: 1e-3 }] as const))),
    schedule: choose(schedules, ...(schedule ?? (['constant'] as const))),
    runs,
    device: { ...defaultsOf(deviceFields), backend },
    view: defaultsOf(viewFields),
    valley: choose(valleys, 'off'),
    lecture: defaultsOf(lectureFields),
    study: defaultsOf(studyFields),
  };
}

/** Images of a bright or dark left half, as a file of them might give. */
export function images(count = 60, size = 6): RawDataset {
  const noise = normals('pixels', count * size * size);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  const inputs = Uint8Array.from(noise, (value, at) => {
    const isLeft = at % size < size / 2;
    const isBright = isLeft === (labels[Math.floor(at / (size * size))] === 1);
    return Math.max(0, Math.min(255, 128 + 40 * value + (isBright ? 50 : -50)));
  });
  return {
    name: 'halves',
    inputShape: [size, size, 1],
    classes: 2,
    classNames: ['dark left', 'bright left'],
    normalization: { scale: 1 / 255, mean: [0.5], std: [0.25] },
    pool: { count, inputs, labels },
  };
}

/** A small CNN with batch norm on those images. */
export const tinyCnn = (options: TinyOptions = {}): Experiment =>
  tiny({
    data: ['files', { set: 'halves-60', noise: 0.1 }],
    model: ['cnn', { channels: 2 }],
    ...options,
    training: { batch: 8, steps: 12, every: 4, lr: 0.05, ...options.training },
  });

/** Advances to the end, or until `until` steps, in blocks of `block`. */
export async function finish(
  group: Group,
  block = 7,
  until = Number.POSITIVE_INFINITY,
): Promise<{ ticks: MemberTick[]; diverged: { member: string; step: number }[]; noticed: RunNotice[] }> {
  const ticks: MemberTick[] = [];
  const diverged: { member: string; step: number }[] = [];
  const noticed: RunNotice[] = [];
  while (!group.isFinished() && group.step() < until) {
    const said = await group.advance(Math.min(block, until - group.step()));
    ticks.push(...said.ticks);
    diverged.push(...said.diverged.map(({ member, step }) => ({ member: member.id, step })));
    noticed.push(...said.noticed);
  }
  return { ticks: joinTicks(ticks), diverged, noticed };
}

type Table = Readonly<Record<string, readonly number[]>>;

/** Values that say as much about the company a run is in as about the run: its time, and the radius all are measured at. */
const OF_THE_GROUP = new Set(['seconds', 'commonRho', 'sharpness']);

/** Everything said of a member itself, as plain numbers. */
export function curves(ticks: readonly MemberTick[], id: string): { readonly steps: Table; readonly measured: Table } {
  const own = joinTicks(ticks).find((tick) => tick.id === id);
  if (!own) throw new Error(`nothing was said of member ${id}; there are ${ticks.map((tick) => tick.id).join(', ')}`);
  const plain = (rows: Block<string>) =>
    Object.fromEntries(
      Object.entries(columnsIn(rows))
        .filter(([name]) => !OF_THE_GROUP.has(name))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, values]) => [name, [...values]]),
    );
  return { steps: plain(own.steps), measured: plain(own.measured) };
}

/** Parameters and all state of every member, without the time it took. */
export async function states(group: Group): Promise<Record<string, unknown>> {
  const { members } = await group.snapshot('any');
  return Object.fromEntries(members.map(({ seconds: _, ...rest }) => [rest.member, rest]));
}

/** The rows of a table from `step` on. */
export function from(table: Table, step: number): Table {
  const first = (table['step'] ?? []).findIndex((at) => at >= step);
  return Object.fromEntries(Object.entries(table).map(([name, values]) => [name, first < 0 ? [] : values.slice(first)]));
}
