/**
 * Public data sets by name. Nothing here is asked of the network before a person has asked for it, and then of the hub only:
 * the content security policy allows no other host.
 */
import type { RawDataset } from '../core/datasets/dataset';
import { HUB, type PublicFile, type PublicSet, publicSets } from '../core/datasets/publicSets';
import { Failure } from '../core/failures';
import type { Download } from '../core/protocol/protocol';
import { askJson, download, type Wanted } from './hub/download';
import type { PartialFiles } from './hub/partialFiles';

export interface Hub {
  /**
   * Fetches a public set, from where it was left; `undefined` where another is under way or it was stopped. Rejects with a
   * `Failure`. What has arrived is kept until `forget`.
   */
  readonly fetchDataset: (name: string) => Promise<RawDataset | undefined>;
  readonly stop: () => void;
  /** Throws away what has arrived of a set, unless it is under way. What storage does not let go of is told by `downloads`. */
  readonly forget: (name: string) => Promise<void>;
  /** Downloads under way, and those kept in part. */
  readonly downloads: () => Promise<readonly Download[]>;
}

export interface HubOptions {
  readonly partial: PartialFiles;
  /** Says how a download fares: at every change of phase, and a few times a second. */
  readonly onProgress: (download: Download) => void;
  readonly address?: string;
  readonly sets?: Readonly<Record<string, PublicSet>>;
}

const TELL_EVERY_MS = 200;

export function openHub({ partial, onProgress, address = HUB, sets = publicSets }: HubOptions): Hub {
  let current: { readonly control: AbortController; told: Download; later?: ReturnType<typeof setTimeout> | undefined } | null = null;

  async function fetchSet(name: string, set: PublicSet, signal: AbortSignal): Promise<RawDataset> {
    const tell = (phase: Download['phase'], received: number, total: number) => {
      const told = current;
      if (!told) return;
      const isNews = told.told.phase !== phase;
      told.told = { set: name, phase, received, total };
      if (isNews) return onProgress(told.told);
      told.later ??= setTimeout(() => {
        told.later = undefined;
        onProgress(told.told);
      }, TELL_EVERY_MS);
    };
    tell('asking', 0, set.bytes);
    const wanted = await Promise.all([set.train, set.test].map((file) => wantedFile(address, set, file, signal)));
    const total = wanted.every(({ bytes }) => bytes !== undefined) ? wanted.reduce((sum, { bytes = 0 }) => sum + bytes, 0) : set.bytes;
    const images = set.train.count + set.test.count;
    // Loaded when it is first needed: a library that reads Parquet weighs more than all the rest of this.
    const { parquetImages } = await import('./hub/parquetImages');
    let [before, unpacked] = [0, 0];
    const parts = [];
    for (const [index, file] of [set.train, set.test].entries()) {
      const bytes = await download(wanted[index] as Wanted, {
        set: name,
        partial,
        signal,
        onBytes: (received) => tell('loading', Math.min(before + received, total), total),
      });
      before += bytes.length;
      tell('checking', before, total);
      parts.push(await parquetImages(bytes, file, set, { signal, onImages: (count) => tell('unpacking', unpacked + count, images) }));
      unpacked += file.count;
    }
    const { inputShape, classes, classNames, normalization } = set;
    const [pool, test] = parts as [RawDataset['pool'], RawDataset['pool']];
    return { name, inputShape, classes, classNames, normalization, pool, test };
  }

  return {
    async fetchDataset(name) {
      if (current) return undefined;
      const set = Object.hasOwn(sets, name) ? sets[name] : undefined;
      if (!set) throw new Error(`no public data set “${name}”; known: ${Object.keys(sets).join(', ')}`);
      // Browsers give checksums to secure pages only.
      if (!globalThis.crypto?.subtle) throw new Failure('hub-insecure');
      const control = new AbortController();
      current = { control, told: { set: name, phase: 'kept', received: 0, total: set.bytes } };
      try {
        return await fetchSet(name, set, control.signal);
      } catch (error) {
        if (control.signal.aborted) return undefined;
        throw error;
      } finally {
        clearTimeout(current.later);
        current = null;
      }
    },
    stop: () => current?.control.abort(),
    async forget(name) {
      if (current?.told.set !== name) await partial.clear(name).catch(() => undefined);
    },
    async downloads() {
      // Where storage is denied nothing is kept.
      const sizes = await partial.sizes().catch(() => new Map<string, number>());
      const kept = [...sizes]
        .filter(([name]) => Object.hasOwn(sets, name) && name !== current?.told.set)
        .map(([name, received]): Download => ({ set: name, phase: 'kept', received, total: (sets[name] as PublicSet).bytes }));
      return current ? [...kept, current.told] : kept;
    },
  };
}

/** Where a file is and what it must be: as it is known here, else as the hub’s list of files tells. */
async function wantedFile(address: string, set: PublicSet, file: PublicFile, signal: AbortSignal): Promise<Wanted> {
  const url = `${address}/datasets/${set.repository}/resolve/${set.revision}/${file.path}`;
  const { sha256, bytes, path } = file;
  const name = `“${path}”`;
  if (sha256) return { name, url, sha256, ...(bytes === undefined ? {} : { bytes }) };
  const folder = path.split('/').slice(0, -1).join('/');
  const listed = await askJson(`${address}/api/datasets/${set.repository}/tree/${set.revision}/${folder}`, name, signal);
  const entry: unknown = Array.isArray(listed) ? listed.find((one: { readonly path?: unknown } | null) => one?.path === path) : undefined;
  const { lfs } = (entry ?? {}) as { readonly lfs?: { readonly oid?: unknown; readonly size?: unknown } };
  if (typeof lfs?.oid !== 'string' || !/^[0-9a-f]{64}$/.test(lfs.oid) || typeof lfs.size !== 'number')
    throw new Failure('hub-refused', `The hub does not tell the checksum of ${name}.`);
  return { name, url, sha256: lfs.oid, bytes: lfs.size };
}
