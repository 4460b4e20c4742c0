import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replayFile } from '../../../src/core/replay/replayFile';
import { float64Backend as float64 } from '../../../src/core/tensor/float64';

/** All reference files of the project, next to the repository where somebody has put them; a few are committed as fixtures. */
const folder = new URL('../../../../shared/golden/', import.meta.url);
const isThere = existsSync(folder);
const files = isThere ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

describe.skipIf(!isThere)('every reference file in float64', () => {
  it.each(files)('%s is reproduced, every case of it', async (name) => {
    const results = await replayFile(JSON.parse(readFileSync(new URL(name, folder), 'utf8')), float64);
    expect(results?.length).toBeGreaterThan(0);
    for (const result of results ?? [])
      expect(result).toMatchObject({ failures: [], compared: expect.toSatisfy((count: number) => count > 0) });
  });
});

// Without the folder the cases above are none, and this one is seen to be skipped.
it.skipIf(!isThere)('every reference file in float64: there are files in the folder shared/golden next to this repository', () => {
  expect(files.length).toBeGreaterThan(0);
});
