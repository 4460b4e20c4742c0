import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { algorithmReference } from '../../../src/core/settings/algorithmReference';
import { settingsReference } from '../../../src/core/settings/reference';

it('docs/settings.md says what the registries say (npm run docs writes it)', () => {
  expect(readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8')).toBe(settingsReference());
});

it('docs/algorithms.md says what the registries say', () => {
  expect(readFileSync(new URL('../../../docs/algorithms.md', import.meta.url), 'utf8')).toBe(algorithmReference());
});
