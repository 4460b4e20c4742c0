import { createElement, type ReactNode } from 'react';

export interface MathElement {
  readonly tag: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children: readonly MathNode[];
}
/** An element of MathML, or text. */
export type MathNode = string | MathElement;

/** A formula that was typeset when the page was built. */
export function MathTree({ node }: { readonly node: MathNode }): ReactNode {
  return element(node);
}

function element(node: MathNode): ReactNode {
  if (typeof node === 'string') return node;
  const { tag, attributes = {}, children } = node;
  return createElement(tag, attributes, ...children.map(element));
}
