import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Chosen } from '../../../src/core/settings/entry';
import type { RunSettings } from '../../../src/core/settings/experiment';
import { decode, encode } from '../../../src/core/settings/link';
import type { SlotName } from '../../../src/core/sam/slotNames';

interface Fixture {
  readonly link: string;
  readonly means: object;
}
const fixture = JSON.parse(readFileSync(new URL('../../fixtures/links/v1.json', import.meta.url), 'utf8')) as {
  readonly links: readonly Fixture[];
};

const short = ({ kind, values }: Chosen) => ({ kind, ...values });

it.each(fixture.links)('an old link keeps its meaning: $link', ({ link, means }) => {
  const { experiment, notices } = decode(link);
  expect(notices).toEqual([]);
  const { data, model, training, optimizer, schedule, device, view, runs } = experiment;
  expect({
    data: short(data),
    model: short(model),
    training,
    optimizer: short(optimizer),
    schedule: short(schedule),
    device,
    view,
    runs: runs.map(({ algorithm, learningRate, parts: { ascent, gate, radius } }) => ({
      algorithm,
      learningRate,
      ascent: short(ascent),
      gate: short(gate),
      radius: short(radius),
    })),
  }).toMatchObject(means);
});

interface Version1 {
  readonly runs: Readonly<Record<string, string>>;
  readonly presets: Readonly<
    Record<
      string,
      Readonly<Record<'data' | 'model' | 'training' | 'optimizer' | 'schedule', string>> & { readonly runs: readonly string[] }
    >
  >;
}
const version1 = JSON.parse(readFileSync(new URL('../../fixtures/links/version1.json', import.meta.url), 'utf8')) as Version1;

const words = (kind: string, values: object) => new Set([kind, ...Object.entries(values).map(([key, value]) => `${key}=${value}`)]);
/** Fields that came later may be there too. */
const expectSaid = (chosen: Chosen, text: string) =>
  expect([...words(chosen.kind, chosen.values)]).toEqual(expect.arrayContaining(text.split(' ')));

function expectRun(run: RunSettings | undefined, name: string): void {
  const [algorithm, ...parts] = (version1.runs[name] as string).split('; ');
  expect(run?.algorithm).toBe(algorithm);
  for (const part of parts) {
    const [slot, text] = part.split(': ') as [SlotName, string];
    expectSaid(run?.parts[slot] as Chosen, text);
  }
}

it('a link of version 1 means the algorithms of version 1', () => {
  for (const name of Object.keys(version1.runs).filter((one) => !one.includes('#'))) {
    const { experiment, notices } = decode(`v=1&algos=${name}`);
    expect(notices).toEqual([]);
    expectRun(experiment.runs[0], name);
  }
  const [run] = decode('v=1&algos=sam(gate=every,fallback=reuse)').experiment.runs;
  expect(run?.parts.fallback.values).toHaveProperty('reuse', 0.7);
  // What a link says itself counts, and no word is found missing that was never said.
  const said = decode('v=1&algos=looksam(reuse=.3),looksam(fallback=erm),lets-asam(geometry=l2),universal-sam(descent=perturbed)');
  expect(said.notices).toEqual([]);
  expect(
    said.experiment.runs.map(({ parts }) => ('reuse' in parts.fallback.values ? parts.fallback.values.reuse : parts.geometry.kind)),
  ).toEqual([0.3, 'l2', 'l2', 'l2']);
});

it('a link of version 1 to a paper means what that preset was', () => {
  for (const [id, then] of Object.entries(version1.presets)) {
    const { experiment, notices } = decode(`v=1&preset=${id}`);
    expect(notices).toEqual([]);
    for (const part of ['data', 'model', 'optimizer', 'schedule'] as const) expectSaid(experiment[part], then[part]);
    expect([id, ...words('', experiment.training)]).toEqual(expect.arrayContaining(then.training.split(' ')));
    expect([id, experiment.runs.length]).toEqual([id, then.runs.length]);
    for (const [index, name] of then.runs.entries()) expectRun(experiment.runs[index], name);
    // Written again it is the same, whatever version that takes.
    const again = decode(encode(experiment));
    expect(again.experiment).toEqual(experiment);
    expect(again.notices.filter(({ code }) => code !== 'idle')).toEqual([]);
  }
  const { experiment } = decode('v=1&preset=ae-resnet18-cifar10&seeds=7&algos=sgd');
  expect([experiment.training.seeds, experiment.runs.map(({ algorithm }) => algorithm)]).toEqual([[7], ['sgd']]);
});

it('links are written in the oldest version that says them', () => {
  for (const [link, version] of [
    ['v=2&algos=sgd,sam,ae-looksam,asam', 1],
    ['v=2&algos=looksam', 2],
    ['v=1&algos=looksam', 2],
    ['v=2&algos=sam(fallback=reuse)', 2],
    ['v=2&preset=lets-resnet18-cifar10', 2],
    ['v=2&preset=universal-resnet18-svhn', 1],
  ] as const) {
    const text = encode(decode(link).experiment);
    expect([link, text.slice(0, 3)]).toEqual([link, `v=${version}`]);
    expect(decode(text).experiment).toEqual(decode(link).experiment);
  }
});
