// Builds the page when `dist` is missing or older than what it is made of.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './root.mjs';

const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

export async function buildIfStale() {
  const built = join(root, 'dist', 'index.html');
  const newest = Math.max(...sources.map((path) => lastChange(join(root, path))));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
}

/** Milliseconds since 1970 of the newest file at or under `path`; 0 when there is none. */
function lastChange(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}
