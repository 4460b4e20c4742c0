/** Circles of imports among source files: groups of files each of which is reached from each of the others, types included. */
import { posix } from 'node:path';
import { importsOf } from './walls';

/** Circles that stay, by one of their files, with the reason. */
export const defendedCircles: Readonly<Record<string, string>> = {
  'core/models/layers/parallel.ts': 'a layer may hold lists of layers, so the list of kinds and what runs a list know each other',
  'core/tensor/operations.ts': 'a tensor has a method for every operation, and an operation is told in terms of tensors',
  'engine/webgpu/fusion.ts': 'a kernel may end in a reduction, whose chunks are kernels again',
};

/** @param texts files by their path under src, with ending. */
export function circlesAmong(texts: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const edges = new Map([...texts].map(([path, text]) => [path, reachedBy(path, text, texts)]));
  return strongComponents(edges).filter((group) => group.length > 1);
}

function reachedBy(path: string, text: string, texts: ReadonlyMap<string, string>): readonly string[] {
  return importsOf(text).flatMap((name) => {
    if (!name.startsWith('.')) return [];
    const place = posix.join(posix.dirname(path), name);
    const found = [place, `${place}.ts`, `${place}.tsx`, `${place}/index.ts`].find((one) => texts.has(one));
    return found === undefined || found === path ? [] : [found];
  });
}

/** Tarjan 1972, "Depth-first search and linear graph algorithms". */
function strongComponents(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const groups: string[][] = [];
  const lower = (node: string, value: number) => lowest.set(node, Math.min(lowest.get(node) ?? value, value));

  function visit(node: string): void {
    order.set(node, order.size);
    lower(node, order.size - 1);
    open.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        lower(node, lowest.get(next) ?? 0);
      } else if (open.includes(next)) lower(node, order.get(next) ?? 0);
    }
    if (lowest.get(node) === order.get(node)) groups.push(open.splice(open.indexOf(node)));
  }
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return groups;
}
