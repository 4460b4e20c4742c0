// Installs what package-lock.json says when node_modules is missing, incomplete or made for another Node or platform.
// Node built-ins only: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';
import { root } from './root.mjs';

const stampFile = join(root, 'node_modules', '.basin-stamp');
const platform = `${process.version} ${process.platform} ${process.arch}`;

/** One sentence when this Node is too old for the project, else undefined. */
export function nodeComplaint(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return `Basin needs Node 20.19 or newer and this is ${version}: install a newer one from https://nodejs.org.`;
}

/** Brings node_modules in line with package-lock.json. Says so on stderr; returns one sentence on failure, else undefined. */
export function installIfStale() {
  const wanted = `${platform}\n${createHash('sha256').update(read('package-lock.json')).digest('hex')}\n`;
  const isInstalled = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
  if (isInstalled()) return undefined;
  // Who waited for another finds its work done.
  return alone('install', () => (isInstalled() ? undefined : install(wanted)));
}

function install(wanted) {
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
  const samePlatform = stamp === undefined || stamp.startsWith(`${platform}\n`);
  if (!samePlatform || !matchesLock()) {
    console.error('Installing the dependencies (npm ci)…');
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', '--no-json', '--fetch-retries=1'];
    // npm ci refuses a lock file that was written against a registry without the packages of other platforms; npm
    // install takes the same exact versions from it and, with --no-save, leaves it as it is.
    if (!runNpm(['ci', ...quiet], 'ignore') && !runNpm(['install', '--no-save', ...quiet], 2)) {
      return 'The dependencies could not be installed: see the message of npm above, check the network, and run the same command again.';
    }
  }
  writeFileSync(stampFile, wanted);
  return undefined;
}

/** npm records what it installed last; when that is what the lock file says, somebody has run npm by hand and all is well. */
function matchesLock() {
  const record = join('node_modules', '.package-lock.json');
  if (!existsSync(join(root, record))) return false;
  const installed = JSON.parse(read(record)).packages;
  return Object.entries(JSON.parse(read('package-lock.json')).packages).every(([path, { version, optional }]) => {
    if (path === '') return true;
    return installed[path] === undefined ? optional === true : installed[path].version === version;
  });
}

/** Output goes nowhere or to stderr (2), so that `npm run train` keeps stdout for its document. */
function runNpm(args, output) {
  const options = { cwd: root, stdio: ['ignore', output, output] };
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script)) return spawnSync(process.execPath, [script, ...args], options).status === 0;
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' }).status === 0;
}

function read(path) {
  return readFileSync(join(root, path), 'utf8');
}
