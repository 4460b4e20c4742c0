/** Where kept runs lie: bytes by name in this browser's IndexedDB, written all or nothing. */
import { createStore, get, keys, promisifyRequest } from 'idb-keyval';

export interface KeptShelf {
  names(): Promise<readonly string[]>;
  read(name: string): Promise<unknown>;
  /** Takes away everything under `name/` of each of `gone` and `name` itself, then puts these, all or nothing. */
  write(put: readonly (readonly [name: string, bytes: Uint8Array])[], gone: readonly string[]): Promise<void>;
}

/** Throws nothing; what it gives rejects where the browser refuses storage, or has no room. */
export function openKeptShelf(): KeptShelf {
  const database = createStore('basin-runs', 'runs');
  return {
    names: async () => (await keys(database)).filter((key): key is string => typeof key === 'string'),
    read: (name) => get<unknown>(name, database),
    write: (put, gone) =>
      database('readwrite', (store) => {
        try {
          for (const name of gone) {
            store.delete(name);
            // `0` comes after `/`.
            store.delete(IDBKeyRange.bound(`${name}/`, `${name}0`, false, true));
          }
          for (const [name, bytes] of put) store.put(bytes, name);
        } catch (error) {
          // What was asked for before would be done without the rest.
          store.transaction.abort();
          throw error;
        }
        return promisifyRequest(store.transaction);
      }),
  };
}
