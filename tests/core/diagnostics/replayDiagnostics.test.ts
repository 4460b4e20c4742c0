import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DiagnosticsFile } from '../../../src/core/diagnostics/replay/diagnosticsFile';
import { replayFile } from '../../../src/core/replay/replayFile';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** A fresh copy, which a test may change. */
const fixture = () =>
  JSON.parse(readFileSync(new URL('../../fixtures/golden/diagnostics.json', import.meta.url), 'utf8')) as Mutable<
    Required<DiagnosticsFile>
  >;

async function failuresOf(file: unknown): Promise<Record<string, readonly string[]>> {
  const results = (await replayFile(file, float64)) ?? [];
  return Object.fromEntries(
    results.map((result) => [result.name, 'notBuilt' in result ? [`not built: ${result.notBuilt}`] : result.failures]),
  );
}

/** Inputs of the measurements, and texts: a change of these is no wrong result. */
const INPUTS = new Set([
  'model',
  'tensors',
  'params',
  'data',
  'probes',
  'batches',
  'axis',
  'grid',
  'sigma',
  'rho',
  'steps',
  'adaptive',
  'objective',
]);
for (const key of ['ascent', 'geometry', 'rankThreshold', 'note', 'running', 'x', 'xShape', 'y', 'probe']) INPUTS.add(key);
/** A bound, not a value. */
const BOUNDS = new Set(['asymmetry']);

/** Changes the last number of every result; returns their paths. */
function spoil(part: object, prefix: string): string[] {
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    const path = `${prefix}.${key}`;
    if (INPUTS.has(key) || BOUNDS.has(key)) return [];
    if (Array.isArray(value) && value.every((entry) => typeof entry === 'object')) return spoil(value, path);
    if (Array.isArray(value)) spoil(value.slice(-1), path);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return spoil(value, path);
    const changed = (one: unknown) =>
      typeof one === 'boolean' ? !one : Number.isInteger(one) ? (one as number) + 1 : (one as number) * 1.001 + 1e-4;
    (part as Record<string, unknown>)[key] = Array.isArray(value) ? [...value.slice(0, -1), changed(value.at(-1))] : changed(value);
    return [path];
  });
}

describe('reference measurements in float64', () => {
  it('are reproduced, every group of them', async () => {
    const results = await replayFile(fixture(), float64);
    expect(results?.map(({ name }) => name)).toEqual([
      'mlp losses and gradient',
      'mlp hessian',
      'mlp hessian-vector products',
      'mlp spectrum',
      'mlp mini-batch gradients',
      'mlp sharpness',
      'mlp flipped samples',
      'mlp landscape',
      'conv eval mode',
      'conv train mode',
    ]);
    for (const result of results ?? [])
      expect(result).toMatchObject({ failures: [], compared: expect.toSatisfy((count: number) => count > 10) });
  });

  it('fail at every single result that is changed', async () => {
    const file = fixture();
    const paths = [...spoil(file.mlp, 'mlp'), ...spoil(file.conv.modes, 'conv')];
    expect(paths.length).toBeGreaterThan(120);
    const failures = Object.values(await failuresOf(file)).flat();
    expect(failures).toHaveLength(paths.length);
  });

  it('fail when an input is changed that they follow from', async () => {
    const file = fixture();
    file.mlp.params[3] = (file.mlp.params[3] as number) + 1e-5;
    const bias = file.conv.running.bn0;
    if (!bias) throw new Error('no statistics');
    bias.mean[1] = (bias.mean[1] as number) + 1e-5;
    const failures = await failuresOf(file);
    for (const [name, found] of Object.entries(failures)) {
      // Running statistics play no part in training mode.
      if (name === 'conv train mode') expect(found).toEqual([]);
      else expect(found.length, name).toBeGreaterThan(0);
    }
  });

  it('fail with the reason, hiding no other group, when the file contradicts itself', async () => {
    const file = fixture();
    file.mlp.params.pop();
    file.mlp.flips = [];
    const failures = await failuresOf(file);
    expect(failures['mlp hessian']).toEqual(['diagnostics: 370 values for 371 parameters']);
    expect(failures['conv eval mode']).toEqual([]);
  });

  it('fail when a value is no number or is missing', async () => {
    const file = fixture();
    file.mlp.hessian.trace = Number.NaN;
    (file.mlp.landscape.loss[0] as number[])[0] = Number.NaN;
    file.conv.modes.eval.hvHead.push(1);
    const failures = await failuresOf(file);
    expect(failures['mlp hessian']?.join()).toMatch(/^trace deviates by Infinity/);
    expect(failures['mlp landscape']?.join()).toMatch(/^loss deviates by Infinity/);
    expect(failures['conv eval mode']?.join()).toMatch(/hvHead/);
  });

  it('name what this build cannot read', async () => {
    const file = fixture();
    const [first] = file.mlp.flips;
    if (!first) throw new Error('no flips');
    first.ascent.kind = 'nobody knows';
    Object.assign(file.conv, { curvature: 3 });
    Object.assign(file, { transformer: {} });
    file.conv.tensors.pop();
    const failures = await failuresOf(file);
    expect(failures['mlp flipped samples']).toEqual(['not built: diagnostics with nobody knows']);
    expect(failures['conv.curvature']).toEqual(['not built: diagnostics of conv.curvature']);
    expect(failures.transformer).toEqual(['not built: diagnostics of transformer']);
    expect(failures['conv eval mode']?.join()).toMatch(/^not built: model conv-bn/);
  });

  it('are read when only one of the nets is there', async () => {
    const { mlp: _mlp, ...rest } = fixture();
    expect(Object.keys(await failuresOf(rest))).toEqual(['conv eval mode', 'conv train mode']);
  });
});
