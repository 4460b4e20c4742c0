import { describe, expect, it } from 'vitest';
import { ended } from '../scripts/runCommand';

const bench = (...args: readonly string[]) => ended(process.execPath, ['scripts/bench.mjs', ...args]);

/** The least that goes through everything: the smallest net, one repetition of one or two steps. */
const LEAST = ['--nets', 'tiny', '--repeats', '1', '--seconds', '0.001', '--json'];

interface Document {
  readonly tables: readonly {
    readonly title: string;
    readonly header: readonly string[];
    readonly rows: readonly string[][];
    readonly data: Row[];
  }[];
}
interface Row {
  readonly library: string;
  readonly refused?: string;
  readonly deviation: number;
  readonly losses: readonly { readonly clean: number; readonly perturbed: number }[];
  readonly counts: { readonly dispatches: number; readonly submits: number; readonly gpuBytes: number } | null;
  readonly repetitions: { readonly sam: readonly number[]; readonly sgd: readonly number[] };
}

describe('npm run bench', () => {
  it('times every operation beside TensorFlow.js’, once both give the same', { timeout: 180_000 }, async () => {
    const { code, out } = await bench('--tables', 'kernels', '--backends', 'wasm', '--repeats', '1', '--seconds', '0.001', '--json');
    expect(code).toBe(0);
    const [{ data }] = (JSON.parse(out) as { tables: [{ data: { refused?: string; deviation: number; label: string }[] }] }).tables;
    expect(data.filter(({ refused }) => refused !== undefined)).toEqual([]);
    expect(data.length).toBeGreaterThan(10);
    // What is computed is checked: float32 sums of a thousand terms in another order.
    expect(data.filter(({ deviation }) => deviation > 1e-4)).toEqual([]);
  });

  it('times Basin, TensorFlow.js and jax-js on WebGPU and wasm, once they agree on the losses of SAM', { timeout: 180_000 }, async () => {
    const { code, out, said } = await bench(...LEAST, '--tables', 'peers');
    expect(said).not.toMatch(/Error/);
    expect(code).toBe(0);
    const { tables } = JSON.parse(out) as Document;
    expect(tables.map(({ title }) => title)).toEqual([expect.stringMatching(/: webgpu, .*swiftshader/), expect.stringMatching(/: wasm, /)]);
    for (const [index, { header, rows, data }] of tables.entries()) {
      expect(data.filter(({ refused }) => refused !== undefined)).toEqual([]);
      expect(data.map(({ library }) => library)).toEqual(['basin', ...(index === 0 ? ['basin-eager'] : []), 'tfjs', 'jax']);
      for (const row of data) {
        expect(row.losses).toHaveLength(3);
        // At this radius the climb goes up: the second pass was made at another point than the first.
        expect(row.losses.every(({ clean, perturbed }) => perturbed > clean)).toBe(true);
        expect(row.deviation).toBeLessThan(1e-3);
        expect([row.repetitions.sam.length, row.repetitions.sgd.length]).toEqual([1, 1]);
        if (index === 0)
          expect(Math.min(row.counts?.dispatches ?? 0, row.counts?.submits ?? 0, row.counts?.gpuBytes ?? 0)).toBeGreaterThan(0);
        else expect(row.counts).toBeNull();
      }
      expect(rows.every((row) => row.length === header.length)).toBe(true);
    }
  });

  it.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
    'times Basin and jax-js without a browser, on Dawn in Node',
    { timeout: 180_000 },
    async () => {
      const { code, out } = await bench(...LEAST, '--node', '--tables', 'peers', '--libraries', 'basin,jax');
      expect(code).toBe(0);
      const { tables } = JSON.parse(out) as Document;
      expect(tables).toHaveLength(1);
      const { data = [] } = tables[0] ?? {};
      expect(data.filter(({ refused }) => refused !== undefined)).toEqual([]);
      expect(data.map(({ library, repetitions }) => [library, repetitions.sam.length])).toEqual([
        ['basin', 1],
        ['jax', 1],
      ]);
    },
  );

  it('times algorithms, batch sizes and groups of Basin', { timeout: 180_000 }, async () => {
    const { code, out } = await bench(...LEAST, '--tables', 'algorithms,batches,runs', '--backends', 'wasm');
    expect(code).toBe(0);
    const { tables } = JSON.parse(out) as Document;
    expect(tables.map(({ rows }) => rows.length)).toEqual([8, 4, 4]);
    expect(tables.every(({ header, rows }) => rows.every((row) => row.length === header.length))).toBe(true);
  });
});
