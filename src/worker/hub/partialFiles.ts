/** Partial files: what has arrived of a download, in pieces, so that it goes on where it was left. */
import { createStore, delMany, getMany, keys, set } from 'idb-keyval';

/** Pieces of files by the hash of the whole file; those of one file follow each other without a gap. */
export interface PartialFiles {
  /** Bytes kept of each public set. */
  readonly sizes: () => Promise<ReadonlyMap<string, number>>;
  /** The pieces of a file, in order. */
  readonly read: (set: string, sha256: string) => Promise<readonly Uint8Array<ArrayBuffer>[]>;
  /** Keeps a piece that begins at byte `offset`. Rejects where the browser refuses storage or has no more. */
  readonly append: (set: string, sha256: string, offset: number, piece: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Throws away the pieces of a file, or of all files of a set. */
  readonly clear: (set: string, sha256?: string) => Promise<void>;
}

/** `${set}/${sha256}/${offset}/${length}`: what is kept can be told from the keys alone. */
type Key = readonly [set: string, sha256: string, offset: number, length: number];

/** Pieces in a database of this origin. */
export function openPartialFiles(): PartialFiles {
  const database = createStore('basin-downloads', 'pieces');
  const all = async (): Promise<readonly Key[]> => (await keys<string>(database)).map(keyOf);
  return {
    async sizes() {
      const sizes = new Map<string, number>();
      for (const [name, , , length] of await all()) sizes.set(name, (sizes.get(name) ?? 0) + length);
      return sizes;
    },
    async read(name, sha256) {
      const own = (await all()).filter((key) => key[0] === name && key[1] === sha256).toSorted((a, b) => a[2] - b[2]);
      const gap = own.findIndex(([, , offset], index) => offset !== own.slice(0, index).reduce((sum, [, , , length]) => sum + length, 0));
      const whole = gap < 0 ? own : own.slice(0, gap);
      return (await getMany<Uint8Array<ArrayBuffer> | undefined>(whole.map(text), database)).filter((piece) => piece !== undefined);
    },
    append: (name, sha256, offset, piece) => set(text([name, sha256, offset, piece.length]), piece, database),
    async clear(name, sha256) {
      const own = (await all()).filter((key) => key[0] === name && (sha256 === undefined || key[1] === sha256));
      await delMany(own.map(text), database);
    },
  };
}

function text(key: Key): string {
  return key.join('/');
}

function keyOf(written: string): Key {
  const [name = '', sha256 = '', offset, length] = written.split('/');
  return [name, sha256, Number(offset), Number(length)];
}
