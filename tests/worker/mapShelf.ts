/** A shelf for kept runs in memory, which can be full or refuse everything. */
import type { KeptShelf } from '../../src/worker/keptShelf';

export function mapShelf(): KeptShelf & { readonly lying: Map<string, Uint8Array>; refusal: string | null } {
  const lying = new Map<string, Uint8Array>();
  const shelf = {
    lying,
    refusal: null as string | null,
    names: async () => [...lying.keys()],
    read: async (name: string) => lying.get(name),
    async write(put: readonly (readonly [string, Uint8Array])[], gone: readonly string[]) {
      if (shelf.refusal !== null) throw new DOMException('refused', shelf.refusal);
      for (const name of lying.keys()) if (gone.some((one) => name === one || name.startsWith(`${one}/`))) lying.delete(name);
      for (const [name, bytes] of put) lying.set(name, bytes);
    },
  };
  return shelf;
}
