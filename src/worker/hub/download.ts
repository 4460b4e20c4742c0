/**
 * One file over the network: goes on from the bytes that are there, keeps what arrives, and checks the whole. Requests are
 * such that browsers send them without asking the server first (`Range` with an open end is safelisted in the Fetch
 * standard): the hub redirects to hosts that do not answer such questions (huggingface/datasets#7931).
 */
import { digits } from '../../core/datasets/fileFormat';
import { joinBytes } from '../../core/datasets/joinBytes';
import { Failure } from '../../core/failures';
import type { PartialFiles } from './partialFiles';

export interface Wanted {
  /** Noun in sentences. */
  readonly name: string;
  readonly url: string;
  readonly sha256: string;
  /** Where it is known beforehand. */
  readonly bytes?: number;
}

/** One public set’s pieces. */
type Pieces = Pick<PartialFiles, 'read' | 'append' | 'clear'>;

interface Options {
  readonly set: string;
  readonly partial: Pieces;
  readonly signal: AbortSignal;
  /** Bytes of this file that are there. */
  readonly onBytes: (received: number) => void;
}

/** Written to storage at once: more is lost with the page, less costs more writes. */
const PIECE_BYTES = 4_000_000;
/** How often a connection that brought something may break off before a person is asked. */
const MOST_CUTS = 3;

/**
 * The bytes of a file, checked against its SHA-256. Where storage refuses or is full the rest is held in memory.
 * Rejects with a `Failure`, or with the signal’s reason; what had arrived is kept, unless it proved wrong.
 */
export async function download(wanted: Wanted, { set, partial, signal, onBytes }: Options): Promise<Uint8Array<ArrayBuffer>> {
  // Without storage nothing is kept, and the file can still be fetched.
  const pieces = [...(await partial.read(set, wanted.sha256).catch(() => []))];
  let received = sizeOf(pieces);
  let isKept = true;
  const kept: Received = {
    size: () => received,
    async add(piece) {
      const offset = received;
      pieces.push(piece);
      received += piece.length;
      if (isKept) isKept = await partial.append(set, wanted.sha256, offset, piece).then(yes, no);
    },
    async restart() {
      pieces.length = received = 0;
      await partial.clear(set, wanted.sha256).then(yes, no);
    },
  };
  onBytes(received);
  for (let cuts = 0; received === 0 || received !== wanted.bytes; cuts++) {
    const before = received;
    if (await transfer(wanted, kept, signal, onBytes)) break;
    if (received <= before || cuts >= MOST_CUTS)
      throw new Failure(
        'hub-cut',
        `${wanted.name}: ${digits(received)} bytes${wanted.bytes ? ` of ${digits(wanted.bytes)}` : ''} have arrived.`,
      );
  }
  const whole = new Uint8Array(await new Blob(pieces.splice(0)).arrayBuffer());
  if ((await sha256Of(whole)) !== wanted.sha256) {
    await kept.restart();
    throw new Failure('hub-mismatch', `The checksum of ${wanted.name} is wrong.`);
  }
  return whole;
}

interface Received {
  readonly size: () => number;
  readonly add: (piece: Uint8Array<ArrayBuffer>) => Promise<void>;
  readonly restart: () => Promise<void>;
}

/** One answer, to its end: true when it was the last, false when it broke off. */
async function transfer(wanted: Wanted, kept: Received, signal: AbortSignal, onBytes: Options['onBytes']): Promise<boolean> {
  const response = await ask(wanted.url, kept.size(), signal);
  // Nothing follows what is there: the checksum will say whether that is the file.
  if (response.status === 416 && kept.size() > 0) return true;
  if (!response.ok) throw refusal(response, wanted.name);
  if (response.status !== 206) await kept.restart();
  const announced = response.headers.get('content-length');
  const end = wanted.bytes ?? (announced === null ? undefined : kept.size() + Number(announced));
  const reader = response.body?.getReader();
  let pending: Uint8Array[] = [];
  let waiting = 0;
  const flush = async () => {
    if (waiting > 0) await kept.add(joinBytes(pending));
    pending = [];
    waiting = 0;
  };
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done || !value) break;
      pending.push(value);
      waiting += value.length;
      onBytes(kept.size() + waiting);
      if (waiting >= PIECE_BYTES) await flush();
      if (end !== undefined && kept.size() + waiting > end) break; // longer than it may be: the checksum refuses it
    }
  } catch {
    await flush();
    signal.throwIfAborted();
    return false;
  } finally {
    await reader?.cancel().then(yes, no);
  }
  await flush();
  return end === undefined || kept.size() >= end;
}

/** The file from byte `from` on, or from its beginning where the server does not know ranges. */
async function ask(url: string, from: number, signal: AbortSignal): Promise<Response> {
  const options = { signal, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' } as const;
  if (from > 0) {
    const rest = await fetch(url, { ...options, headers: { Range: `bytes=${from}-` } }).catch(() => undefined);
    if (rest && (rest.ok || rest.status === 416)) return rest;
    signal.throwIfAborted();
    // A request for a part may be refused where one for the whole is not.
  }
  return fetch(url, options).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Failure('hub-unreachable', error instanceof Error && error.name !== 'TypeError' ? `${error.message}.` : '');
  });
}

/** The hub's description of itself, as JSON. Throws a `Failure`. */
export async function askJson(url: string, name: string, signal: AbortSignal): Promise<unknown> {
  const response = await ask(url, 0, signal);
  if (!response.ok) throw refusal(response, name);
  return response.json().catch(() => {
    signal.throwIfAborted();
    throw new Failure('hub-refused', `What the hub says about ${name} cannot be read.`);
  });
}

function refusal({ status }: Response, name: string): Failure {
  if (status === 429) return new Failure('hub-busy', `${name}:`);
  const reason = status === 404 || status === 410 ? 'it is not there any more' : status >= 500 ? 'it has a fault' : 'it was refused';
  return new Failure('hub-refused', `${name}: ${reason} (${status}).`);
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

const yes = () => true;
const no = () => false;
