import { renderToStaticMarkup } from 'react-dom/server';
import type { Drawing } from '../../src/ui/share/Sheet';

/** Text that a reader of SVG gets of a drawing; '' of none. */
export const printed = (drawing: Drawing | null): string => (drawing ? renderToStaticMarkup(drawing.sheet) : '');

/** Text of all elements, as a reader of XML sees it. Throws where a tag is not closed. */
export function textOf(svg: string): string {
  const open: string[] = [];
  for (const [, slash, name, end] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g)) {
    if (slash && open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    if (!slash && !end) open.push(name as string);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  if (/&(?!amp;|lt;|gt;|quot;|#x27;)/.test(svg)) throw new Error('a bare &');
  return svg
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}
