/** Data sets read from files, kept in memory until the process ends. */
import { contentId } from '../../core/datasets/contentId';
import type { RawDataset } from '../../core/datasets/dataset';
import { Failure } from '../../core/failures';
import type { Command, DatasetSummary, Message } from '../../core/protocol/protocol';
import { readDroppedFiles } from '../../worker/files';
import { type NamedBlob, named } from '../../worker/files/namedBlob';
import { summarize } from '../../worker/summarize';
import { decodePicture } from './decodePicture';

export interface NodeDatasets {
  /** Reads one data set; the message that the page's own thread would send. */
  read(command: Extract<Command, { type: 'readFiles' }>): Promise<Message>;
  /** @throws `Failure` data-missing. */
  load(id: string): Promise<RawDataset>;
}

export function openDatasets(): NodeDatasets {
  const kept = new Map<string, { readonly raw: RawDataset; readonly summary: DatasetSummary }>();
  return {
    async read({ files, paths, reading }) {
      const blobs = (files as readonly NamedBlob[]).map((file, index) => (paths?.[index] ? named(paths[index], file) : file));
      try {
        const raw = await readDroppedFiles(blobs, { ...(reading ? { reading } : {}), decodePicture });
        const id = contentId(raw);
        kept.set(id, { raw, summary: { ...summarize(id, raw), stored: false } });
        return { type: 'datasets', datasets: [...kept.values()].map(({ summary }) => summary), added: id };
      } catch (error) {
        if (error instanceof Failure) return { type: 'failed', group: null, code: error.code, detail: error.detail };
        throw error;
      }
    },
    async load(id) {
      const found = kept.get(id);
      if (!found) throw new Failure('data-missing', `“${id}”:`);
      return found.raw;
    },
  };
}
