// docs/performance.md keeps its words; the figures between its markers are replaced by a run of the command.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

const page = join(root, 'docs', 'performance.md');

/** Writes `text` between the markers of the section `name`; a section that is not there yet is put at the end. */
export function writeSection(name, text) {
  writeFileSync(page, withSection(readFileSync(page, 'utf8'), name, text));
}

/** `document` with `text` between `<!-- bench: name -->` and the next `<!-- end -->`. */
export function withSection(document, name, text) {
  const begin = `<!-- bench: ${name} -->`;
  const whole = document.includes(begin) ? document : `${document.trimEnd()}\n\n## ${heading(name)}\n\n${begin}\n\n<!-- end -->\n`;
  const from = whole.indexOf(begin);
  const to = whole.indexOf('<!-- end -->', from);
  if (to < 0) throw new Error(`docs/performance.md: the section “${name}” has no <!-- end -->.`);
  return `${whole.slice(0, from + begin.length)}\n\n${text}\n\n${whole.slice(to)}`;
}

function heading(name) {
  return name[0].toUpperCase() + name.slice(1);
}
