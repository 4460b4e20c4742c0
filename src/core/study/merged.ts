/** A whole study as one document: its link and the results of its jobs. The page opens it as a study. */
import { decode } from '../settings/link';
import { type JobResult, readJobResult } from './jobResult';
import { readStudy, type Study } from './jobs';

export interface MergedStudy {
  readonly format: 'basin-study';
  readonly version: 1;
  readonly link: string;
  readonly results: readonly JobResult[];
}

/** @param link of the study. Results stand in the order of their ids, so that equal results give equal documents. */
export function mergedStudy(link: string, results: readonly JobResult[]): MergedStudy {
  return { format: 'basin-study', version: 1, link, results: results.toSorted((one, other) => (one.id < other.id ? -1 : 1)) };
}

/** A sentence that says by what results differ that were to be compared: version or device; undefined where they were made alike. */
export function mixture(results: readonly JobResult[]): string | undefined {
  const versions = new Set(results.map(({ fingerprint }) => fingerprint.versions.basin));
  if (versions.size > 1) return `The results were made by several versions of Basin: ${[...versions].join(', ')}.`;
  const devices = new Set(results.map(({ fingerprint }) => fingerprint.backend));
  return devices.size > 1 ? `The results were computed on several kinds of device: ${[...devices].join(', ')}.` : undefined;
}

/** A study with what is known of its jobs. */
export interface StudyResults {
  readonly study: Study;
  readonly results: ReadonlyMap<string, JobResult>;
}

export type ReadMerged = StudyResults | { readonly illegal: string };

/** True for what says in its beginning that it is a merged document. */
export const isMergedStudy = (text: string): boolean => /"format"\s*:\s*"basin-study"/.test(text.slice(0, 1000));

/** Reads a merged document. Results of jobs that the study does not have are refused: it was edited. */
export function readMergedStudy(text: string): ReadMerged {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { illegal: 'it is no JSON' };
  }
  const document = read as Partial<MergedStudy> | null;
  if (document?.format !== 'basin-study') return { illegal: 'it does not say that it is “basin-study”' };
  if (document.version !== 1) return { illegal: `it is of version ${String(document.version)}, and this program reads version 1` };
  if (typeof document.link !== 'string' || !Array.isArray(document.results)) return { illegal: 'parts of it are missing' };
  const asked = readStudy(decode(document.link).experiment);
  if ('illegal' in asked) return asked;
  const jobs = new Map(asked.study.jobs.map(({ id, link }) => [id, link]));
  const results = new Map<string, JobResult>();
  for (const one of document.results) {
    const id = String(one?.id);
    const result = readJobResult(JSON.stringify(one), id);
    if ('illegal' in result) return { illegal: `the result of ${id}: ${result.illegal}` };
    if (jobs.get(id) !== result.result.link) return { illegal: `the study has no job ${id} with the link of its result` };
    results.set(id, result.result);
  }
  return { study: asked.study, results };
}
