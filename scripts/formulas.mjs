// Typesets every algorithm's formula as MathML into src/ui/explanation/formulas.generated.ts: `node scripts/formulas.mjs`.
// The page then needs no typesetting library, and a test tells when the file is stale.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import temml from 'temml';
import { loadSource } from './loadSource.mjs';
import { root } from './root.mjs';

const FORMULAS_FILE = 'src/ui/explanation/formulas.generated.ts';

/**
 * MathML of every formula. Formulas of several parts (`\qquad` and `\quad` between them) become one line each.
 *
 * @param {Record<string, { formula: string }>} algorithms
 */
export function typesetAll(algorithms) {
  const lines = (formula) => formula.split(/,?\\q?quad\s*/).map((line) => typeset(line.replace(/,\s*$/, '')));
  return Object.fromEntries(Object.entries(algorithms).map(([name, { formula }]) => [name, lines(formula)]));
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
  const { algorithms } = await loadSource('src/core/sam/recipes.ts');
  writeFileSync(join(root, FORMULAS_FILE), sourceOf(typesetAll(algorithms)));
}
