import { zipSync } from 'fflate';

/** Files as one ZIP archive, stored as they are: weights do not get smaller. The same files give the same bytes. */
export function zipped(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  // The format has no time zone and begins in 1980; when a file was made is no part of it.
  return zipSync({ ...files }, { level: 0, mtime: new Date(1980, 0, 1) });
}
