/**
 * Messages between an embedded page and the page around it, by `postMessage`. Requests carry `to: 'basin'`, answers
 * `from: 'basin'`, so that neither takes the messages of others for its own. Who may speak is decided by origin before
 * anything here is read. For those who embed it is described in docs/embedding.md.
 */

/** From the page around. */
export type Request =
  | { readonly type: 'run' }
  | { readonly type: 'pause' }
  | { readonly type: 'reset' }
  /** The part of a link after `#`: it replaces the experiment. */
  | { readonly type: 'setConfig'; readonly link: string };

export interface RunReport {
  readonly label: string;
  /** Word of the algorithm in links. */
  readonly algorithm: string;
  /** Percent, mean over seeds; null before it is measured. */
  readonly testAccuracy: number | null;
}

/** To the page around. */
export type Report =
  /** Listening; `link` is the experiment as it stands. */
  | { readonly type: 'ready'; readonly version: string; readonly link: string }
  /** At most about seven times a second while training, and on every change of phase or experiment. */
  | {
      readonly type: 'state';
      readonly phase: 'idle' | 'preparing' | 'running' | 'paused' | 'ended' | 'failed';
      readonly step: number;
      readonly steps: number;
      readonly link: string;
      readonly runs: readonly RunReport[];
    }
  /** CSS pixels that all of the page needs. */
  | { readonly type: 'height'; readonly height: number }
  /** A request that was not understood, or only in part. */
  | { readonly type: 'error'; readonly about: string; readonly message: string };

const TYPES = ['run', 'pause', 'reset', 'setConfig'] as const;
/** As long as links may be (`core/settings/link/words.ts`), and room for an address around it. */
const LONGEST = 10_000;

/**
 * A request read from the data of a message: the request, the sentence to answer with, or null for a message that is not meant for
 * Basin. Never throws, whatever was sent.
 */
export function readRequest(data: unknown): Request | { readonly about: string; readonly problem: string } | null {
  if (typeof data !== 'object' || data === null || !('to' in data) || data.to !== 'basin') return null;
  const givenType: unknown = 'type' in data ? data.type : undefined;
  const type = TYPES.find((known) => known === givenType);
  if (type === undefined) {
    const given = typeof givenType === 'string' ? `“${givenType.slice(0, 40)}”` : 'none';
    return { about: 'type', problem: `The type of a request is one of ${TYPES.join(', ')}; this one has ${given}.` };
  }
  if (type !== 'setConfig') return { type };
  const link: unknown = 'link' in data ? data.link : undefined;
  if (typeof link !== 'string' || link.length > LONGEST)
    return { about: type, problem: 'setConfig needs `link`: the part of a link after #, as a text.' };
  return { type, link };
}

/** The origin that an embedded page talks to: the one its link names, else its own. */
export function trustedOrigin(named: string, own: string): string {
  return named === '' ? own : named;
}
