import { createElement, type ReactNode } from 'react';

/** An element of MathML as `[tag, attributes, ...children]`, or text. */
export type MathNode = string | readonly [tag: string, attributes: Readonly<Record<string, string>>, ...children: readonly MathNode[]];

/** A formula that was typeset when the page was built. */
export function MathTree({ node }: { readonly node: MathNode }): ReactNode {
  return element(node);
}

function element(node: MathNode): ReactNode {
  if (typeof node === 'string') return node;
  const [tag, attributes, ...children] = node;
  return createElement(tag, attributes, ...children.map(element));
}
