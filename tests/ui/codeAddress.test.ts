import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';
import { algorithms } from '../../src/core/sam/recipes';
import { codeAddress } from '../../src/ui/explanation/codeAddress';

describe('the address of an algorithm’s code', () => {
  it('leads to a file of the repository', () => {
    for (const name of Object.keys(algorithms)) {
      const address = codeAddress(name, 'https://example.org/basin') ?? '';
      expect(address).toMatch(/^https:\/\/example\.org\/basin\/blob\/HEAD\/src\/core\/sam\/.*\.ts$/);
      expect(existsSync(join(root, address.replace(/^.*\/blob\/HEAD\//, '')))).toBe(true);
    }
  });

  it('is none where package.json names no repository', () => {
    expect(codeAddress('sam', '')).toBeNull();
  });
});
