// docs/performance.md keeps its words; the figures between its markers are replaced by a run of the command.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

const page = join(root, 'docs', 'performance.md');

/** Writes `text` between the markers of the section `name`. Throws a sentence when the page has no such section. */
export function writeSection(name, text) {
  writeFileSync(page, withSection(readFileSync(page, 'utf8'), name, text));
}

/** `document` with `text` between `<!-- bench: name -->` and `<!-- end -->`. */
export function withSection(document, name, text) {
  const begin = `<!-- bench: ${name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0)
    throw new Error(`docs/performance.md has no section “${name}”: write ${begin} and <!-- end --> where it belongs.`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
