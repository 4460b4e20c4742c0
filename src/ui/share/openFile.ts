import { isModelJson } from '../../core/checkpoints/layersModelFile';
import { readTrainingDocument } from '../../core/exports/readTrainingDocument';
import { Failure } from '../../core/failures';
import { isMergedStudy, readMergedStudy } from '../../core/study/merged';
import type { Page } from '../../store/page';

/** Larger than any document this page can save without running out of memory itself. */
const MOST_BYTES = 512 * 2 ** 20;

/**
 * Reads a file of results and shows it; what cannot be read is said on the page, and nothing else happens.
 *
 * @returns whether it is a network's own JSON instead, which is for whoever reads weights.
 */
export async function openFile(page: Page, file: File): Promise<boolean> {
  try {
    if (file.size > MOST_BYTES) throw new Failure('file-too-large', `“${file.name}” is larger than 512 MiB.`);
    const text = await file.text().catch(() => {
      throw new Failure('file-unreadable', `“${file.name}”:`);
    });
    if (isModelJson(text)) return true;
    if (isMergedStudy(text)) {
      const read = readMergedStudy(text);
      if ('illegal' in read) throw new Failure('results-not-recognized', `“${file.name}” is no study of this page: ${read.illegal}.`);
      page.openStudy({ name: file.name, ...read });
      return false;
    }
    page.openResults({ from: 'file', name: file.name }, readTrainingDocument(text));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    page.receive({ type: 'failed', group: null, code: error.code, detail: error.detail });
  }
  return false;
}
