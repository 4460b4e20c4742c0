import { expect, it } from 'vitest';
import { openSource } from '../../scripts/loadSource.mjs';

it('loads TypeScript of core in Node, each module once, and lets go of it', async () => {
  const source = await openSource();
  try {
    const first = await source.load('src/core/random.ts');
    expect(first.permutation(3, first.randomStream(1, 'order'))).toHaveLength(3);
    expect(await source.load('src/core/random.ts')).toBe(first);
  } finally {
    await source.close();
  }
});
