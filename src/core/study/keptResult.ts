/** Results of jobs as a browser keeps them: under which name, and what a record must be to be used. Other pages may write them. */
import { type JobResult, readJobResult } from './jobResult';
import type { StudyJob } from './jobs';

/** Raised when what a field means changes; it is part of the name, so that pages of several versions keep theirs beside each other. */
const KEPT_VERSION = 1;

/** Where the result of a job is kept: a job of another version of Basin, or with other data, is another one. */
export function keptName({ id, link }: StudyJob, version: string): string {
  // Canonical links have every word once, and a data set is named by a hash of what is in it.
  const [, set = ''] = /(?:^|&)set=([^&]*)/.exec(link) ?? [];
  return [KEPT_VERSION, version, set, id].join('/');
}

/** A record that is the result of this job, made by this version; undefined on anything else, and the job is trained. */
export function readKept(record: unknown, { id, link }: StudyJob, version: string): JobResult | undefined {
  if (typeof record !== 'string') return undefined;
  const read = readJobResult(record, id);
  if ('illegal' in read) return undefined;
  const { result } = read;
  return result.link === link && result.fingerprint.versions?.basin === version ? result : undefined;
}

/** Inverse of `readKept`: JSON, as it stands in files. */
export const writeKept = (result: JobResult): string => JSON.stringify(result);
