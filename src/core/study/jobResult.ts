/** The result of one job, as it is written to a file: what a study needs of a training, and where it came from. */
import type { Fingerprint, TrainingDocument } from '../exports/trainingDocument';

/** NaN and infinities have no JSON; they become null. */
type Numbers = readonly (number | null)[];

export interface JobResult {
  readonly format: 'basin-job';
  readonly version: 1;
  readonly id: string;
  readonly link: string;
  readonly fingerprint: Fingerprint;
  readonly seed: number;
  readonly parameters: number;
  readonly trainCount: number;
  /** Step whose numbers were not finite; null when the run was completed. */
  readonly divergedAt: number | null;
  /** Columns of all measurements on whole splits (`metrics/catalogue.ts`). */
  readonly measured: Readonly<Record<string, Numbers>>;
  /** Last value of everything told of single steps: a learned radius among it. */
  readonly lastStep: Readonly<Record<string, number | null>>;
}

/** @throws where the document is of more than one run or seed. */
export function jobResult(id: string, link: string, document: TrainingDocument): JobResult {
  const [run, ...others] = document.runs;
  if (!run || others.length > 0) throw new Error(`job ${id}: ${document.runs.length} trainings in one document`);
  const { seed, divergedAt, measured, steps } = run;
  const { parameters, trainCount, fingerprint } = document;
  return {
    format: 'basin-job',
    version: 1,
    id,
    link,
    fingerprint,
    seed,
    parameters,
    trainCount,
    divergedAt,
    measured,
    lastStep: Object.fromEntries(Object.entries(steps).map(([metric, values]) => [metric, values.at(-1) ?? null])),
  };
}

/** A result read from a file, or a sentence that says why it is none. */
export function readJobResult(text: string, id: string): { readonly result: JobResult } | { readonly illegal: string } {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { illegal: 'it is no JSON' };
  }
  const result = read as Partial<JobResult> | null;
  if (result?.format !== 'basin-job') return { illegal: 'it does not say that it is “basin-job”' };
  if (result.version !== 1) return { illegal: `it is of version ${String(result.version)}, and this program reads version 1` };
  if (result.id !== id) return { illegal: `it is of the job ${String(result.id)}` };
  const lengths = new Set(Object.values(result.measured ?? {}).map((column) => (Array.isArray(column) ? column.length : -1)));
  if (typeof result.link !== 'string' || !result.fingerprint || lengths.size > 1 || lengths.has(-1))
    return { illegal: 'parts of it are missing' };
  return { result: result as JobResult };
}
