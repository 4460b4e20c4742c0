import { createElement, type ReactNode } from 'react';

/** A formula that was typeset when the page was built, made of elements rather than of HTML text. */
export function MathTree({ markup }: { readonly markup: string }): ReactNode {
  return elementsOf(markup);
}

interface Open {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: ReactNode[];
}

/** Reads well-formed elements without comments or self-closing tags, which is what scripts/formulas.mjs writes. */
export function elementsOf(markup: string): ReactNode {
  const open: Open[] = [{ tag: '', attributes: {}, children: [] }];
  for (const [token, closing, tag, written = ''] of markup.matchAll(/<(\/?)([a-z]+)([^>]*)>|[^<]+/g)) {
    if (tag === undefined) open.at(-1)?.children.push(unescaped(token));
    else if (closing === '/') {
      const done = open.pop();
      if (done) open.at(-1)?.children.push(createElement(done.tag, done.attributes, ...done.children));
    } else {
      const attributes = [...written.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)] as const);
      open.push({ tag, attributes: Object.fromEntries(attributes), children: [] });
    }
  }
  return open[0]?.children[0];
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
