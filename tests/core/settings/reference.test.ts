import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settingsReference } from '../../../src/core/settings/reference';

it('docs/settings.md says what the registries say (npm run docs writes it)', () => {
  expect(readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8')).toBe(settingsReference());
});
