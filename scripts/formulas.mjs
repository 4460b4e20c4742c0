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
 * @param {Record<string, { formula: string }>} recipes
 */
export function typesetAll(recipes) {
  const lines = (formula) => formula.split(/,?\\q?quad\s*/).map((line) => typeset(line.replace(/,\s*$/, '')));
  return Object.fromEntries(Object.entries(recipes).map(([name, { formula }]) => [name, lines(formula)]));
}

function sourceOf(formulas) {
  return `// Written by scripts/formulas.mjs from the formulas of core/sam/recipes.ts. Do not edit.
import type { MathNode } from './MathTree';

/** MathML by algorithm, one tree per line. */
export const formulas: Readonly<Record<string, readonly MathNode[]>> = ${JSON.stringify(formulas)};
`;
}

/** TeX as a tree of elements. Styles and classes are dropped: the page's own sheet says how formulas look. */
function typeset(tex) {
  return treeOf(temml.renderToString(tex, { displayMode: true, throwOnError: true }));
}

/** Temml writes well-formed elements without comments or self-closing tags, so that a stack reads them. */
function treeOf(markup) {
  const open = [{ children: [] }];
  for (const [token, closing, tag, written = ''] of markup.matchAll(/<(\/?)([a-z]+)([^>]*)>|[^<]+/g)) {
    const { children } = open.at(-1);
    if (tag === undefined) children.push(unescaped(token));
    else if (closing === '/') open.pop();
    else {
      const kept = [...written.matchAll(/([a-z]+)="([^"]*)"/g)].filter(([, name]) => name !== 'style' && name !== 'class');
      const attributes = Object.fromEntries(kept.map(([, name, value]) => [name, unescaped(value)]));
      const node = { tag, ...(kept.length > 0 ? { attributes } : {}), children: [] };
      children.push(node);
      open.push(node);
    }
  }
  return open[0].children[0];
}

function unescaped(text) {
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

if (process.argv[1]?.endsWith('formulas.mjs')) {
  const { recipes } = await loadSource('src/core/sam/recipes.ts');
  writeFileSync(join(root, FORMULAS_FILE), sourceOf(typesetAll(recipes)));
}
