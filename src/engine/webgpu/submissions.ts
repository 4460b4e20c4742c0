/**
 * How much one submission may be. A graphics card that is busy for seconds is taken from the page (Windows after two, others
 * after five or ten), and a screen that it draws stands still meanwhile; so work is handed over in pieces of about a tenth of a
 * second. How fast the device is, is guessed cautiously at first, and then learned from how long reads have waited.
 */

/** Milliseconds of one submission, about. */
const PIECE_MS = 100;
/** Shorter waits say more about latency and this thread than about the device. */
const LEAST_MS = 5;
/** The estimate follows a measurement up by no more than this factor: one that came early by accident must not give a long piece. */
const GROWTH = 2;
const FALL = 4;

export interface Submissions {
  /** Estimated operations of one submission at most. */
  most(): number;
  /** So many operations were handed over at `now`, in milliseconds. */
  submitted(work: number, now: number): void;
  /** All that had been handed over when `work` was the total is done at `now`; `latency` of it is the way there and back. */
  done(work: number, now: number, latency: number): void;
  /** All operations handed over so far. */
  total(): number;
}

/**
 * @param firstRate operations per millisecond, before any were measured
 * @param losses    devices lost before this one: each halves what is assumed at first
 */
export function createSubmissions(firstRate: number, losses = 0): Submissions {
  let rate = firstRate / 2 ** losses;
  let total = 0;
  let known = 0;
  let busySince = 0;
  return {
    most: () => PIECE_MS * rate,
    submitted(work, now) {
      if (known >= total) busySince = now;
      total += work;
    },
    done(work, now, latency) {
      if (work <= known) return;
      const ms = now - busySince - latency;
      const seen = (work - known) / ms;
      if (ms >= LEAST_MS) rate = Math.min(GROWTH * rate, Math.max(rate / FALL, seen));
      known = work;
      busySince = now;
    },
    total: () => total,
  };
}
