/** Rows of ARFF: between commas, with quotation marks of either kind, backslashes within them, and comments. */

/** A word without the quotation marks around it. */
export const bare = (word: string): string => (/^(['"]).*\1$/s.test(word) ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word);

/** Cells of a row; none of a comment or of an empty line. */
export function arffCells(line: string): string[] {
  if (/^\s*(%|$)/.test(line)) return [];
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const [found = '', word = ''] = /^\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,]*)\s*/.exec(rest) ?? [];
    cells.push(bare(word.trim()));
    rest = rest.slice(found.length);
    if (!rest.startsWith(',')) return cells;
    rest = rest.slice(1);
  }
}
