/**
 * Runs that are kept in this browser, as records with parts beside them (`core/keeping`). It knows names and bytes; what is in
 * training, and when to write, is the business of `keeping.ts`.
 */
import { Failure } from '../core/failures';
import { KEPT_VERSION, type KeptPart, type KeptRecord, type KeptRows, type KeptState, recordOf, replayed } from '../core/keeping/keptRun';
import { pack, unpack } from '../core/keeping/packed';
import type { RecoveredRun, RunKey, StoredRun } from '../core/protocol/protocol';
import type { GivenWeights } from '../core/checkpoints/checkpoint';
import type { KeptShelf } from './keptShelf';

/** Values of IndexedDB end near 127 MiB in Chrome 156; well below it. */
const PIECE_BYTES = 32_000_000;
/** Runs beside those of open pages. */
const MOST_KEPT = 3;
/** In front of the name of a record that cannot be used: nobody lists it, and what it was is not thrown away unasked. */
const ASIDE = 'aside/';

export interface KeptRuns {
  /** All that can be gone on with, the newest first. `failures`: a record that cannot be used is put aside, named once, and takes no other with it. */
  list(): Promise<{ readonly runs: readonly StoredRun[]; readonly failures: readonly Failure[] }>;
  /** Throws `run-damaged`, and has put it aside then. */
  recover(key: RunKey): Promise<RecoveredRun>;
  discard(key: RunKey): Promise<void>;
  /** The record of a run; null where there is none that can be used. */
  record(key: RunKey): Promise<KeptRecord | null>;
  /** Puts a record with new parts in the place of the one before, and takes the runs `gone` and the parts `old` away. All or nothing. */
  put(key: RunKey, record: KeptRecord, parts: readonly PackedPart[], gone?: readonly RunKey[], old?: readonly string[]): Promise<void>;
  /** Part `name` of a run. Throws where it is not whole. */
  part(key: RunKey, part: KeptPart): Promise<unknown>;
  /** Takes away the oldest runs that no page is at, beyond a few. */
  sweep(isHeld: (key: RunKey) => boolean): Promise<void>;
}

/** A part and its bytes. */
export interface PackedPart extends KeptPart {
  readonly packed: Uint8Array;
}

export function packPart(name: string, value: unknown): PackedPart {
  const packed = pack(value, KEPT_VERSION);
  return { name, packed, bytes: packed.length, pieces: Math.ceil(packed.length / PIECE_BYTES) };
}

export const partOf = ({ name, bytes, pieces }: PackedPart): KeptPart => ({ name, bytes, pieces });

export function openKeptRuns(shelf: KeptShelf): KeptRuns {
  async function part(key: RunKey, { name, bytes, pieces }: KeptPart): Promise<unknown> {
    const all = new Uint8Array(bytes);
    for (let piece = 0, at = 0; piece < pieces; piece++, at += PIECE_BYTES) {
      const read = await shelf.read(`${key}/${name}/${piece}`);
      if (!(read instanceof Uint8Array) || read.length !== Math.min(PIECE_BYTES, bytes - at)) throw new Error(`${name} is not whole`);
      all.set(read, at);
    }
    const unpacked = unpack(all, KEPT_VERSION);
    if (unpacked === null || unpacked === 'newer') throw new Error(`${name} is not whole`);
    return unpacked.value;
  }

  const putAside = (key: RunKey) => shelf.write([[`${ASIDE}${key}`, new Uint8Array(0)]], []);

  async function all(): Promise<{ readonly names: readonly RunKey[]; readonly aside: ReadonlySet<RunKey> }> {
    const names = await shelf.names();
    const aside = new Set(names.filter((name) => name.startsWith(ASIDE)).map((name) => name.slice(ASIDE.length)));
    return { names: names.filter((name) => !name.includes('/')), aside };
  }

  return {
    async list() {
      const runs: StoredRun[] = [];
      const failures: Failure[] = [];
      const { names, aside } = await all();
      for (const key of names.filter((name) => !aside.has(name))) {
        const found = recordOf(key, await shelf.read(key));
        if (found === 'newer') failures.push(new Failure('run-newer'));
        else if (found) runs.push(found.run);
        else {
          await putAside(key);
          failures.push(new Failure('run-damaged'));
        }
      }
      return { runs: runs.toSorted((one, other) => other.at - one.at), failures };
    },

    async recover(key) {
      const found = recordOf(key, await shelf.read(key));
      if (found === 'newer') throw new Failure('run-newer');
      try {
        if (!found) throw new Error('there is no record');
        const { record, run } = found;
        const { snapshot, said } = (await part(key, record.state)) as KeptState;
        const log: KeptRows[] = [];
        for (const one of record.log) log.push((await part(key, one)) as KeptRows);
        const { history, pictures } = replayed(log);
        const weights = record.weights ? ((await part(key, record.weights)) as GivenWeights) : null;
        const drawn = [...pictures.values()].flatMap(({ kept }) => kept);
        return { ...run, snapshot, said, history: history.frozen(), pictures: drawn, weights };
      } catch (error) {
        // What storage does not give now may be whole.
        if (error instanceof DOMException) throw error;
        await putAside(key);
        throw new Failure('run-damaged');
      }
    },

    discard: (key) => shelf.write([], [key, `${ASIDE}${key}`]),

    async record(key) {
      const found = recordOf(key, await shelf.read(key));
      return found === null || found === 'newer' ? null : found.record;
    },

    async put(key, record, parts, gone = [], old = []) {
      const pieces = parts.flatMap(({ name, packed, pieces: count }) =>
        Array.from({ length: count }, (_, piece) => {
          // A view would be stored with its whole buffer.
          const bytes = count === 1 ? packed : packed.slice(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
          return [`${key}/${name}/${piece}`, bytes] as const;
        }),
      );
      const replaced = [...parts.map(({ name }) => name), ...old].map((name) => `${key}/${name}`);
      await shelf.write([...pieces, [key, pack(record, KEPT_VERSION)]], [...gone, ...replaced]);
    },

    part,

    async sweep(isHeld) {
      const { names, aside } = await all();
      const old: { readonly key: RunKey; readonly at: number }[] = [];
      for (const key of names.filter((name) => !isHeld(name))) {
        const found = recordOf(key, await shelf.read(key));
        // What cannot be read goes before what can, and what a later version wrote after it.
        old.push({ key, at: found === 'newer' ? Number.POSITIVE_INFINITY : found && !aside.has(key) ? found.run.at : 0 });
      }
      const gone = old.toSorted((one, other) => other.at - one.at).slice(MOST_KEPT);
      if (gone.length > 0)
        await shelf.write(
          [],
          gone.flatMap(({ key }) => [key, `${ASIDE}${key}`]),
        );
    },
  };
}
