/**
 * Results inside a link: what of an exported document a link can carry, and the envelope of its compressed bytes.
 *
 *   z = base64url( version (1 byte) · CRC-32 of the rest (4 bytes, big end first) · deflate-raw( JSON of the thinned document ) )
 *
 * Compressing is the browser's own and stays with the caller. The settings stand readable in the link; the document names
 * them again, so that results which belong to other settings are noticed.
 */
import { crc32 } from '../checksum';
import { Failure } from '../failures';
import { fromBase64, toBase64 } from '../protocol/base64';
import { evenRows } from '../protocol/recording';
import type { TrainingDocument } from './trainingDocument';

/** Version of the envelope; a newer one is refused. */
const VERSION = 1;
const HEAD_BYTES = 5;
/** Longest text of `z`: mail programs and chats cut what is much longer. */
export const LONGEST_RESULTS = 8192;
/** Numbers are kept to this many significant digits: what a curve of a few hundred pixels can show. */
const DIGITS = 4;
/** Rows of the page's first charts; single steps of the first seed only. */
const STEP_METRICS = ['step', 'lossClean', 'gradNorm', 'perturbNorm', 'radius'];

type Numbers = readonly (number | null)[];

/** The results in a hash and the rest of it; null where the link carries none. */
export function splitResults(hash: string): { readonly link: string; readonly results: string | null } {
  const found = /(?:^#?|&)z=([^&]*)/.exec(hash);
  if (!found) return { link: hash, results: null };
  const before = hash.slice(0, found.index + (found[0].startsWith('#') ? 1 : 0));
  const after = hash.slice(found.index + found[0].length);
  return { link: before === '' || before === '#' ? before + after.replace(/^&/, '') : before + after, results: found[1] as string };
}

/** The link that carries `results`: everything that people can read stays in front. */
export function withResults(link: string, results: string): string {
  return link === '' ? `z=${results}` : `${link}&z=${results}`;
}

/**
 * The document with at most `rows` rows per table, four digits and without what no curve needs: pictures, norms of single
 * mini-batches, device details. Reading it back is `readTrainingDocument`'s, as of any file.
 */
export function thinnedDocument(document: TrainingDocument, rows: number): unknown {
  const { format, version, link, settings, fingerprint, parameters, trainCount, stepsPerEpoch, noticed, tunings, runs } = document;
  const firstSeed = runs[0]?.seed;
  const chosen = {
    steps: evenRows(Math.max(0, ...runs.map(({ steps }) => steps.step?.length ?? 0)), rows),
    measured: evenRows(Math.max(0, ...runs.map(({ measured }) => measured.step?.length ?? 0)), rows),
  };
  return {
    format,
    version,
    link,
    settings: { runs: settings.runs.map(({ id }) => ({ id })) },
    fingerprint: {
      backend: fingerprint.backend,
      adapter: fingerprint.adapter,
      versions: fingerprint.versions.basin ? { basin: fingerprint.versions.basin } : {},
      date: fingerprint.date.slice(0, 10),
    },
    parameters,
    trainCount,
    stepsPerEpoch,
    ...(noticed.length > 0
      ? { noticed: noticed.map(({ run, kind, step, message, remedy }) => ({ run, kind, step, message, remedy })) }
      : {}),
    ...(tunings ? { tunings } : {}),
    runs: runs.map(({ run, seed, divergedAt, steps, measured }) => ({
      run,
      seed,
      ...(divergedAt === null ? {} : { divergedAt }),
      steps: seed === firstSeed ? thinned(steps, chosen.steps, STEP_METRICS) : {},
      measured: thinned(measured, chosen.measured),
    })),
  };
}

/** The given rows, as far as the columns reach: the same of every member, as seeds are averaged row by row. */
function thinned(columns: Readonly<Record<string, Numbers>>, chosen: readonly number[], only?: readonly string[]): Record<string, Numbers> {
  return Object.fromEntries(
    Object.entries(columns)
      .filter(([name, values]) => (only?.includes(name) ?? true) && values.some((value) => value !== null))
      .map(([name, values]) => [name, chosen.filter((row) => row < values.length).map((row) => rounded(values[row] ?? null, name))]),
  );
}

function rounded(value: number | null, name: string): number | null {
  return value === null || name === 'step' ? value : Number(value.toPrecision(DIGITS));
}

/** Compressed bytes as the text of `z`. */
export function sealed(bytes: Uint8Array): string {
  const all = new Uint8Array(HEAD_BYTES + bytes.length);
  const sum = crc32(bytes);
  all.set([VERSION, sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255]);
  all.set(bytes, HEAD_BYTES);
  return toBase64(all).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * The compressed bytes in the text of `z`.
 *
 * @throws Failure `results-newer` on a newer version, `link-results-damaged` on anything that was not sealed here.
 */
export function opened(text: string): Uint8Array {
  if (text.length > LONGEST_RESULTS || !/^[\w-]*$/.test(text)) throw new Failure('link-results-damaged');
  const all = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
  const [version = 0, ...head] = all.subarray(0, HEAD_BYTES);
  if (all.length <= HEAD_BYTES || version === 0) throw new Failure('link-results-damaged');
  if (version > VERSION)
    throw new Failure('results-newer', `The results in this link are of version ${version}, and this page reads version ${VERSION}.`);
  const bytes = all.subarray(HEAD_BYTES);
  const expected = head.reduce((sum, byte) => sum * 256 + byte, 0);
  if (expected !== crc32(bytes)) throw new Failure('link-results-damaged');
  return bytes;
}
