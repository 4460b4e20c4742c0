// Finds a Chromium that runs WebGPU without asking anybody to install anything, and launches it.
//
// Order: CHROME_PATH, then Chrome, Chromium or Edge already on the machine, then playwright's own, then the one that
// npm brought (@sparticuz/chromium, Linux x64). BASIN_NO_SYSTEM_BROWSER=1 goes straight to the last: one pinned
// browser gives the verdict.
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { root } from './root.mjs';

const require = createRequire(import.meta.url);

/** WebGPU without a flag came with Chrome 113 and reached workers, wasm SIMD and `adapter.info` by this one. */
const OLDEST_MAJOR = 121;

const NOT_FOUND =
  'No browser for the tests was found: install Google Chrome, Chromium or Microsoft Edge (121 or newer), or set CHROME_PATH to one.';

/**
 * The flags every browser of this project starts with. On macOS Chrome brings no software adapter: there the machine's GPU answers.
 *
 * @param {boolean} software true asks for the software WebGPU adapter, so that every machine computes the same.
 */
export function browserFlags(software = true) {
  const flags = ['--no-sandbox', '--enable-unsafe-webgpu'];
  if (software) return process.platform === 'darwin' ? flags : [...flags, '--use-webgpu-adapter=swiftshader'];
  // Without a screen, Chrome on Linux finds graphics cards through Vulkan only when told to.
  return process.platform === 'linux' ? [...flags, '--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface'] : flags;
}

/**
 * @returns {Promise<{ path: string, env: Record<string, string>, from: string }>} executable, what to add to its
 *   environment, and where it came from. The first call on a machine without a browser unpacks one (about 2 s).
 * @throws one sentence that says what to install.
 */
export async function findBrowser() {
  if (process.env.BASIN_NO_SYSTEM_BROWSER !== '1') {
    const chosen = process.env.CHROME_PATH;
    if (chosen) {
      if (!isUsable(chosen)) {
        throw new Error(
          `CHROME_PATH is "${chosen}", which is not a Chromium ${OLDEST_MAJOR} or newer that starts: correct it or unset it.`,
        );
      }
      return { path: chosen, env: {}, from: 'CHROME_PATH' };
    }
    const system = systemBrowsers().find(isUsable);
    if (system !== undefined) return { path: system, env: {}, from: 'this machine' };
    const playwrights = playwrightBrowser();
    if (playwrights !== undefined && isUsable(playwrights)) return { path: playwrights, env: {}, from: 'playwright' };
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackBundled();
  throw new Error(NOT_FOUND);
}

/** A browser of this machine's own, whatever CHROME_PATH and BASIN_NO_SYSTEM_BROWSER say; undefined where there is none. */
export function secondBrowser() {
  const path = systemBrowsers().find(isUsable);
  return path === undefined ? undefined : { path, env: {}, from: 'this machine' };
}

/** Name and version, as the browser says itself. Windows' chrome.exe says none. */
export function versionOf({ path, env }) {
  if (process.platform === 'win32') return 'Chromium';
  return execFileSync(path, ['--version', '--no-sandbox'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] })
    .toString()
    .trim();
}

/**
 * A headless browser driven by playwright-core. The caller closes it, also when it is interrupted.
 *
 * @param {{ extraArgs?: readonly string[], software?: boolean, handlesSignals?: boolean }} options `software: false` lets WebGPU find
 *   the real GPU; `handlesSignals: false` leaves signals to the caller, which would else end with the browser and say nothing.
 * @returns {Promise<import('playwright-core').Browser>}
 * @throws one sentence where it does not start.
 */
export async function launchBrowser({ extraArgs = [], software = true, handlesSignals = true } = {}) {
  const { chromium } = await import('playwright-core');
  const { path, env } = await findBrowser();
  const { VK_ICD_FILENAMES: softwareDriver, ...rest } = env;
  const options = {
    executablePath: path,
    args: [...browserFlags(software), ...extraArgs],
    // The variable hides every other driver, a graphics card's too.
    env: { ...process.env, ...rest, ...(software && softwareDriver ? { VK_ICD_FILENAMES: softwareDriver } : {}) },
    ...(handlesSignals ? {} : { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }),
  };
  try {
    return await chromium.launch(options);
  } catch (error) {
    const why = String(error.message)
      .split('\n')[0]
      .replace(/^browserType\.launch: /, '');
    throw new Error(`The browser ${path} did not start: ${why.replace(/\.$/, '')}. Set CHROME_PATH to another one.`);
  }
}

/**
 * Environment of a program that shall compute Vulkan in software, with the driver inside npm's Chromium.
 * LD_LIBRARY_PATH is read when a process starts: give it to a new one.
 *
 * @throws one sentence where npm brings no such driver.
 */
export async function softwareVulkan() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('A software Vulkan driver comes with the dependencies on Linux x64 only: use --gpu, with the driver of this machine.');
  }
  const { path, env } = await unpackBundled();
  return {
    LD_LIBRARY_PATH: [dirname(path), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    VK_ICD_FILENAMES: env.VK_ICD_FILENAMES,
  };
}

function systemBrowsers() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(Boolean);
    return folders.flatMap((folder) => [
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(folder, 'Chromium', 'Application', 'chrome.exe'),
      join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]);
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge-stable', 'microsoft-edge'];
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const inPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...new Set([...inPath, '/opt/google/chrome/chrome', '/snap/bin/chromium'])];
}

function playwrightBrowser() {
  try {
    return require('playwright-core').chromium.executablePath();
  } catch {
    // Playwright throws where it has no build for this system; the next candidate follows.
    return undefined;
  }
}

/** Windows' chrome.exe has no --version: there a file that exists is taken at its word. */
function isUsable(path) {
  if (!existsSync(path)) return false;
  if (process.platform === 'win32') return true;
  try {
    const version = execFileSync(path, ['--version', '--no-sandbox'], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 }).toString();
    return Number(/(\d+)\.\d+\.\d+/.exec(version)?.[1]) >= OLDEST_MAJOR;
  } catch {
    // A wrapper whose snap is absent, a file for another processor: not usable.
    return false;
  }
}

/** Unpacks npm's Chromium once into node_modules/.cache, with the libraries that a bare container lacks. */
async function unpackBundled() {
  const entry = resolveBundled();
  const bin = join(packageFolder(entry), 'bin');
  const { version } = JSON.parse(readFileSync(join(packageFolder(entry), 'package.json'), 'utf8'));
  const folder = join(root, 'node_modules', '.cache', `chromium-${version}`);
  const path = join(folder, 'chromium');
  if (!existsSync(path)) {
    const tar = createRequire(entry)('tar-fs');
    const draft = `${folder}.${process.pid}`;
    mkdirSync(draft, { recursive: true });
    const unpack = (name, sink) => pipeline(createReadStream(join(bin, name)), createBrotliDecompress(), sink);
    await Promise.all([
      unpack('chromium.br', createWriteStream(join(draft, 'chromium'), { mode: 0o755 })),
      unpack('swiftshader.tar.br', tar.extract(draft)),
      unpack('fonts.tar.br', tar.extract(draft)),
      unpack('al2023.tar.br', tar.extract(draft)),
    ]);
    writeFileSync(join(draft, 'fonts.conf'), fontsConf(folder));
    moveIntoPlace(draft, folder, path);
  }
  const env = {
    LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, join(folder, 'lib')].filter(Boolean).join(':'),
    FONTCONFIG_PATH: folder,
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
  };
  return { path, env, from: `@sparticuz/chromium ${version}` };
}

/** The package's own names folders of a cloud service; these are its fonts here, and the machine's where there are any. */
function fontsConf(folder) {
  const folders = [join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  const listed = folders.map((path) => `<dir>${path}</dir>`).join('');
  return `<?xml version="1.0"?><fontconfig>${listed}<cachedir>${join(folder, 'fontcache')}</cachedir></fontconfig>\n`;
}

function resolveBundled() {
  try {
    return require.resolve('@sparticuz/chromium');
  } catch {
    throw new Error(NOT_FOUND);
  }
}

function packageFolder(entry) {
  let folder = dirname(entry);
  while (!existsSync(join(folder, 'bin', 'chromium.br'))) {
    if (folder === dirname(folder)) throw new Error(NOT_FOUND);
    folder = dirname(folder);
  }
  return folder;
}

/** Two processes may unpack at once: who comes second finds the work done and throws its own copy away. */
function moveIntoPlace(draft, folder, path) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  }
}
