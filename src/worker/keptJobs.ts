/** Results of studies in this browser's storage, by name. On the page's side: jobs end in several threads, and one door writes. */
import { clear, createStore, getMany, set } from 'idb-keyval';

export interface KeptJobs {
  /** Records under these names, undefined where there is none. Rejects where storage is denied. */
  read(names: readonly string[]): Promise<readonly unknown[]>;
  /** Rejects with the browser's own error, `QuotaExceededError` where it is full. */
  write(name: string, record: string): Promise<void>;
  /** Forgets the results of all studies. */
  clear(): Promise<void>;
}

export function openKeptJobs(): KeptJobs {
  const database = createStore('basin-studies', 'jobs');
  return {
    read: (names) => getMany([...names], database),
    write: (name, record) => set(name, record, database),
    clear: () => clear(database),
  };
}
