/** Serves the built page to the journeys; builds it first when it is missing or older than what it is made of. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { root } from '../scripts/root.mjs';
import { serveFolder } from '../scripts/serve.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served, without a final slash. */
    pageUrl: string;
  }
}

const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

export default async function servePage(project: TestProject): Promise<() => Promise<void>> {
  const built = join(root, 'dist', 'index.html');
  const newest = Math.max(...sources.map((path) => lastChange(join(root, path))));
  if (!existsSync(built) || statSync(built).mtimeMs < newest) {
    await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  }
  const { url, close } = await serveFolder(join(root, 'dist'));
  project.provide('pageUrl', url);
  return close;
}

/** Milliseconds since 1970 of the newest file at or under `path`; 0 when there is none. */
function lastChange(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}
