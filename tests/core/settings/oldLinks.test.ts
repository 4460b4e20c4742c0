import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Chosen } from '../../../src/core/settings/entry';
import { decode } from '../../../src/core/settings/link';

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
