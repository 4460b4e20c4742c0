// Typesets every algorithm's formula and those of slow motion as MathML, into files of src/ui: `node scripts/formulas.mjs`.
// The page then needs no typesetting library, and a test tells when the file is stale.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import temml from 'temml';
import { endWithHelp } from './command.mjs';
import { loadSource } from './loadSource.mjs';
import { root } from './root.mjs';

const FORMULAS_FILE = 'src/ui/explanation/formulas.generated.ts';
const FRAMES_FILE = 'src/ui/slowMotion/frameFormulas.generated.ts';

/**
 * MathML of every formula. Formulas of several parts (`\qquad` and `\quad` between them) become one line each.
 *
 * @param {Record<string, { formula: string }>} algorithms
 */
export function typesetAll(algorithms) {
  const lines = (formula) => formula.split(/,?\\q?quad\s*/).map((line) => typeset(line.replace(/,\s*$/, '')));
  return Object.fromEntries(Object.entries(algorithms).map(([name, { formula }]) => [name, lines(formula)]));
}

/**
 * MathML by line of TeX. `@name` becomes a text of its own, `@name@`, which the page replaces by a number.
 *
 * @param {readonly string[]} lines
 */
export function typesetLines(lines) {
  return Object.fromEntries(lines.map((line) => [line, typeset(line.replace(/@(\w+)/g, '\\text{@$1@}'))]));
}

function framesSourceOf(formulas) {
  return `// Written by scripts/formulas.mjs from the words of the parts (core/sam/observation). Do not edit.

/** MathML by line of TeX; \`@name@\` stands for a number. */
export const frameFormulas: Readonly<Record<string, string>> = ${JSON.stringify(formulas)};
`;
}

function sourceOf(formulas) {
  return `// Written by scripts/formulas.mjs from the formulas of core/sam/recipes.ts. Do not edit.

/** MathML by algorithm, one formula per line; read by MathTree. */
export const formulas: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(formulas)};
`;
}

/** Styles and classes are dropped: the page's security policy allows none inline, and its own sheet says how formulas look. */
function typeset(tex) {
  return temml.renderToString(tex, { displayMode: true, throwOnError: true }).replace(/ (style|class)="[^"]*"/g, '');
}

if (process.argv[1]?.endsWith('formulas.mjs')) {
  endWithHelp('usage: node scripts/formulas.mjs (writes the typeset formulas of src/ui)');
  const { algorithms } = await loadSource('src/core/sam/recipes.ts');
  const { frameFormulas } = await loadSource('src/core/sam/observation/tell.ts');
  writeFileSync(join(root, FORMULAS_FILE), sourceOf(typesetAll(algorithms)));
  writeFileSync(join(root, FRAMES_FILE), framesSourceOf(typesetLines(frameFormulas())));
  const formatter = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const { status } = spawnSync(process.execPath, [formatter, 'format', '--write', FORMULAS_FILE, FRAMES_FILE], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
