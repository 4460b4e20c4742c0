/** Results that came inside a link. */
import { opened } from '../core/exports/resultsLink';
import { readTrainingDocument, type Results } from '../core/exports/readTrainingDocument';
import { Failure } from '../core/failures';
import { difference } from '../core/settings/difference';
import type { Experiment } from '../core/settings/experiment';

/**
 * Reads the text of `z`. Links are edited by hand and cut by programs: nothing in one is believed before it was looked at.
 *
 * @param experiment  what the readable part of the link says.
 * Rejects with a `Failure`: `link-results-damaged`, `results-newer`, `results-impossible`, or `link-results-differ`.
 */
export async function openLinkedResults(
  text: string,
  experiment: Experiment,
  inflate: (bytes: Uint8Array) => Promise<string>,
): Promise<Results> {
  try {
    const json = await inflate(opened(text)).catch((error: unknown) => {
      throw error instanceof Failure ? error : new Failure('link-results-damaged');
    });
    const results = readTrainingDocument(json);
    if (!['same', 'view'].includes(difference(results.experiment, experiment))) throw new Failure('link-results-differ');
    return results;
  } catch (error) {
    const code = error instanceof Failure && error.code !== 'results-not-recognized' ? error.code : 'link-results-damaged';
    const detail = error instanceof Failure && ['results-newer', 'results-impossible'].includes(error.code) ? error.detail : '';
    throw new Failure(code, detail);
  }
}
