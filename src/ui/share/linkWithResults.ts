import { LONGEST_RESULTS, sealed, thinnedDocument, withResults } from '../../core/exports/resultsLink';
import type { TrainingDocument } from '../../core/exports/trainingDocument';
import { deflated } from './deflate';

/** Rows per table, most first: the first that fits is taken. */
const ROWS = [240, 160, 110, 75, 50, 35, 25, 18, 12, 8];

/**
 * The hash of an experiment with its results, as finely as 8 kB allow.
 *
 * @returns null where not even eight rows per table fit.
 */
export async function linkWithResults(document: TrainingDocument): Promise<{ readonly hash: string; readonly bytes: number } | null> {
  const most = Math.max(...document.runs.flatMap(({ steps, measured }) => [steps.step?.length ?? 0, measured.step?.length ?? 0]));
  const enough = ROWS.findLastIndex((rows) => rows >= most);
  for (const rows of ROWS.slice(Math.max(0, enough))) {
    const results = sealed(await deflated(JSON.stringify(thinnedDocument(document, rows))));
    if (results.length <= LONGEST_RESULTS) return { hash: withResults(document.link, results), bytes: results.length };
  }
  return null;
}
