// The licences of everything that is served: `NOTICE` beside this repository's own, and in every build. `node scripts/licences.mjs` writes it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithHelp } from './command.mjs';
import { root } from './root.mjs';

/** Licences that may be served with MIT's, and what they ask for is done here: their text is passed on. */
const ALLOWED = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'OFL-1.1', 'Zlib', 'CC0-1.0', 'Unlicense'];

/**
 * Text of every licence, by package, in the order of their names.
 *
 * @throws one sentence for a package whose licence is missing or not one of those that may be served.
 */
export function licenceTexts() {
  const packages = servedPackages();
  const pieces = packages.map(({ name, version, license, text }) => `${name} ${version}\nLicence: ${license}\n\n${text}`);
  return [
    'Basin is under the MIT licence (LICENSE). What is served with it, and its licences:',
    '',
    ...packages.map(({ name, version, license }) => `- ${name} ${version}: ${license}`),
    '',
    pieces.join(`\n\n${'-'.repeat(80)}\n\n`),
    '',
  ].join('\n');
}

/** Dependencies of production and all of theirs, as they are installed. */
function servedPackages() {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = new Map();
  const visit = (name, from) => {
    const path = placeOf(name, from, lock);
    // Types are for compilers.
    if (path === undefined || found.has(path) || name.startsWith('@types/')) return;
    const { version, dependencies: own = {}, dev } = lock[path];
    if (dev) return;
    found.set(path, { name, version, ...licenceOf(name, join(root, path)) });
    for (const next of Object.keys(own)) visit(next, path);
  };
  for (const name of Object.keys(dependencies)) visit(name, '');
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Where Node would find it from there. */
function placeOf(name, from, lock) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (Object.hasOwn(lock, path)) return path;
    if (at === '') return undefined;
  }
}

function licenceOf(name, folder) {
  const { license = '', author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const own = license.replace(/[()]/g, '').split(' AND ');
  if (!own.every((one) => ALLOWED.includes(one)))
    throw new Error(
      `${name} is under “${license}”, which scripts/licences.mjs does not know: read it, and list it or take another package.`,
    );
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
  const notice = readdirSync(folder).find((one) => /^notice/i.test(one));
  const by = typeof author === 'string' ? author : (author?.name ?? 'its authors');
  const kept = join(import.meta.dirname, 'licences', `${own[0]}.txt`);
  const named = `The package has no text of its licence and names ${by}.`;
  const standard = existsSync(kept) ? `${named} The licence is:\n\n${readFileSync(kept, 'utf8').trim()}` : named;
  const text = file ? readText(join(folder, file)) : standard;
  return { license, text: notice ? `${text}\n\n${readText(join(folder, notice))}` : text };
}

if (process.argv[1] === import.meta.filename) {
  endWithHelp('usage: node scripts/licences.mjs (writes NOTICE)');
  writeFileSync(join(root, 'NOTICE'), licenceTexts());
}

/** What is written in NOTICE; undefined where there is none. */
export const writtenNotice = () => (existsSync(join(root, 'NOTICE')) ? readFileSync(join(root, 'NOTICE'), 'utf8') : undefined);

/** With the line ends of this repository. */
function readText(path) {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
}
