// Builds the page when `dist` is missing or older than what it is made of.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';
import { root } from './root.mjs';

const built = join(root, 'dist');
const sources = [
  'src',
  'public',
  'index.html',
  'vite.config.ts',
  'scripts/contentSecurityPolicy.mjs',
  'scripts/release.mjs',
  'package-lock.json',
];

/**
 * Of commands that start together one builds and the others wait for it.
 *
 * @throws one sentence when the page cannot be built.
 */
export function buildIfStale() {
  if (isFresh()) return;
  alone('build', () => {
    if (!isFresh()) build();
  });
}

function isFresh() {
  const page = join(built, 'index.html');
  return existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources.map((path) => lastChange(join(root, path))));
}

/** Beside the old one and then in its place: a build that is interrupted leaves what was there. */
function build() {
  const [draft, old] = ['dist.draft', 'dist.old'].map((name) => join(root, name));
  // A process of its own: a caller's NODE_ENV (Vitest's is `test`) would put React's development build on the page.
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', '--outDir', draft, '--emptyOutDir'],
    { cwd: root, stdio: ['ignore', process.stderr.fd, 'inherit'], env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) throw new Error('The page could not be built: see the message above.');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(built)) renameSync(built, old);
  renameSync(draft, built);
  rmSync(old, { recursive: true, force: true });
}

/** Milliseconds since 1970 of the newest file at or under `path`; 0 when there is none. */
export function lastChange(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))));
}

if (process.argv[1] === import.meta.filename) buildIfStale();
