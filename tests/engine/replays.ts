/** Reference trajectories on devices: all of the fixtures, or those that a software graphics card gets through. */
import { expect } from 'vitest';
import { replayFile } from '../../src/core/replay/replayFile';
import type { Backend } from '../../src/core/tensor/tensor';

const files = import.meta.glob<unknown>('../fixtures/golden/*.json', { eager: true, import: 'default' });

interface Named {
  readonly name: string;
}
/** One file of the fixtures; of trajectories the named cases only, as a software graphics card is slow. */
function fixture(name: string, cases?: readonly string[]): unknown {
  const file = files[`../fixtures/golden/${name}.json`] as { readonly cases?: readonly Named[] };
  if (!cases) return file;
  const chosen = (file.cases ?? []).filter((one) => cases.includes(one.name));
  if (chosen.length !== cases.length) throw new Error(`${name} has no cases ${cases.join(', ')}`);
  return { ...file, cases: chosen };
}

interface Chosen {
  readonly name: string;
  /** Every case of the file without them. */
  readonly cases?: readonly string[] | undefined;
}
export const everything: readonly Chosen[] = Object.keys(files).map((path) => ({ name: path.replace(/^.*\/(.*)\.json$/, '$1') }));
/** What `npm test` follows on a software graphics card: each kind of step once. */
export const fewest: readonly Chosen[] = [
  { name: 'losses' },
  { name: 'sam', cases: ['conv-rho0.05'] },
  { name: 'bisam_log', cases: ['relu'] },
  { name: 'edge_cases', cases: ['asam-eta0', 'looksam'] },
  { name: 'esam', cases: ['tanh-paper'] },
  { name: 'lets_gated', cases: ['ae-sam'] },
  { name: 'universal', cases: ['frobenius-as-k2'] },
];
/** What test:full follows there. */
export const few: readonly Chosen[] = [
  { name: 'losses' },
  { name: 'erm', cases: ['adamw'] },
  { name: 'sam', cases: ['tanh-rho0.05', 'conv-rho0.05'] },
  { name: 'bisam_tanh', cases: ['relu'] },
  { name: 'bisam_log', cases: ['relu', 'conv'] },
  { name: 'edge_cases', cases: ['sam', 'bisam-log', 'asam-eta0', 'gsam', 'looksam'] },
  { name: 'asam', cases: ['tanh-weights', 'conv-filterwise'] },
  { name: 'esam', cases: ['tanh-paper', 'relu-code'] },
  { name: 'ae_looksam', cases: ['relu'] },
  { name: 'ssam_f', cases: ['tanh'] },
  { name: 'rsam', cases: ['tanh-smoothed'] },
  { name: 'msam_bisam', cases: ['conv-tanh-m2'] },
  { name: 'lets_gated', cases: ['ae-sam'] },
  { name: 'lets_variants', cases: ['gsam', 'msam'] },
  { name: 'variants', cases: ['n_step_understanding tanh-n2-full-steps', 'f_sam tanh-default', 'momentum_sam tanh-0.3', 'bsam relu-m4'] },
  { name: 'universal', cases: ['frobenius-as-k2', 'sam-recovered'] },
];

/** Replays them; the number of cases compared, none of which was off, nor left a tensor. */
export async function expectFollowed(backend: Backend, chosen: readonly Chosen[]): Promise<number> {
  const before = backend.tensorCount();
  let compared = 0;
  const beyond: Record<string, readonly string[]> = {};
  for (const { name, cases } of chosen) {
    for (const result of (await replayFile(fixture(name, cases), backend)) ?? []) {
      if ('notBuilt' in result) continue;
      compared++;
      if (result.failures.length > 0) beyond[`${name} ${result.name}`] = result.failures;
    }
  }
  expect(beyond).toEqual({});
  expect(backend.tensorCount()).toBe(before);
  return compared;
}
