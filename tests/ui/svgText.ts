/** Text of all elements, as a reader of XML sees it. Throws where a tag is not closed. */
export function textOf(svg: string): string {
  const open: string[] = [];
  for (const [, slash, name, end] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g)) {
    if (slash && open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    if (!slash && !end) open.push(name as string);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  if (/&(?!amp;|lt;|gt;|quot;)/.test(svg)) throw new Error('a bare &');
  return svg
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
