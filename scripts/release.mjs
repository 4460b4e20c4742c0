// Tells the service worker what it is to keep: every file of the built page with its digest, and a name for them together.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** As it is named in the built folder. */
export const SERVICE_WORKER = 'serviceWorker.js';
/** The headless page is for the command line and is never opened without its server; hosts that read `_headers` serve no such file. */
const isKept = (path) => path !== SERVICE_WORKER && !/^src\/|^assets\/headless-|^_headers$/.test(path);

/**
 * @param {string} folder a built page.
 * @returns {{ name: string, files: [string, string][] }} addresses from the folder with `sha256-…` of each file, sorted;
 *   the page itself is '', since hosts may answer index.html with a redirection, which no browser takes from a cache.
 */
export function releaseOf(folder) {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .filter(isKept)
    .sort();
  const digest = (content) => createHash('sha256').update(content).digest('base64');
  const files = paths.map((path) => [path === 'index.html' ? '' : path, `sha256-${digest(readFileSync(join(folder, path)))}`]);
  return { name: digest(JSON.stringify(files)).slice(0, 12), files };
}

/** Writes the release in front of the service worker in `folder`. */
export function nameRelease(folder) {
  const path = join(folder, SERVICE_WORKER);
  writeFileSync(path, `self.BASIN_RELEASE=${JSON.stringify(releaseOf(folder))};\n${readFileSync(path, 'utf8')}`);
}
