// Builds the page when `dist` is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const sources = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'scripts/contentSecurityPolicy.mjs',
  'scripts/release.mjs',
  'package-lock.json',
];

export function buildIfStale() {
  const built = join(root, 'dist', 'index.html');
  const newest = Math.max(...sources.map((path) => lastChange(join(root, path))));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  // A process of its own: a caller's NODE_ENV (Vitest's is `test`) would put React's development build on the page.
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', process.stderr.fd, 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error('The page could not be built: see the message above.');
}

/** Milliseconds since 1970 of the newest file at or under `path`; 0 when there is none. */
function lastChange(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}
