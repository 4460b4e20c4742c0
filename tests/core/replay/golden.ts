/** The committed reference files, and the reports of a replay in short. */
import { readFileSync } from 'node:fs';
import type { ReplayResult } from '../../../src/core/replay/replayFile';
import type { TrajectoryFile } from '../../../src/core/replay/trajectoryFile';

export const goldenNames = [
  'erm',
  'sam',
  'asam',
  'esam',
  'ae_looksam',
  'ssam_f',
  'rsam',
  'bisam_tanh',
  'bisam_log',
  'msam_bisam',
  'lets_gated',
  'lets_variants',
  'universal',
  'universal_components',
  'frob_sam',
  'variants',
  'edge_cases',
  'losses',
  'schedules',
] as const;
export type GoldenName = (typeof goldenNames)[number];

/** A fresh copy, which a test may change. */
export function golden(name: GoldenName): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/golden/${name}.json`, import.meta.url), 'utf8'));
}

export const trajectories = (name: GoldenName) => golden(name) as Mutable<TrajectoryFile>;

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };

/** Failures by case, `not built` included; cases that are equal are left out. */
export function complaints(results: readonly ReplayResult[] | null): Record<string, string> {
  if (results === null) return { file: 'unknown format' };
  const said = results.map((result) => [
    result.name,
    'notBuilt' in result ? `not built: ${result.notBuilt}` : result.compared > 0 ? result.failures.join('; ') : 'nothing compared',
  ]);
  return Object.fromEntries(said.filter(([, text]) => text !== ''));
}
