// Writes docs/settings.md and docs/algorithms.md from the registries. `tests/core/settings/reference.test.ts` fails while one is stale.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithHelp } from './command.mjs';
import { openSource } from './loadSource.mjs';
import { root } from './root.mjs';

endWithHelp('usage: npm run docs (writes docs/settings.md and docs/algorithms.md)');
const source = await openSource();
const { settingsReference } = await source.load('src/core/settings/reference.ts');
const { algorithmReference } = await source.load('src/core/settings/algorithmReference.ts');
await source.close();
mkdirSync(join(root, 'docs'), { recursive: true });
writeFileSync(join(root, 'docs/settings.md'), settingsReference());
writeFileSync(join(root, 'docs/algorithms.md'), algorithmReference());
console.log('docs/settings.md and docs/algorithms.md are written.');
