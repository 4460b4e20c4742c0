// Writes docs/settings.md from the registries. `tests/core/settings/reference.test.ts` fails while it is stale.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithHelp } from './command.mjs';
import { loadSource } from './loadSource.mjs';
import { root } from './root.mjs';

endWithHelp('usage: npm run docs (writes docs/settings.md)');
const { settingsReference } = await loadSource('src/core/settings/reference.ts');
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(join(root, 'docs/settings.md'), settingsReference());
console.log('docs/settings.md is written.');
