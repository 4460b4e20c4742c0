/** Progress of a run while nobody looked: a browser may let a hidden tab train, or stop it. */
import type { StoreApi } from 'zustand/vanilla';
import { grouped } from '../core/grouped';
import type { Message } from '../core/protocol/protocol';
import { progressOf } from './progress';
import type { PageState } from './state';

export interface Absence {
  setHidden(isHidden: boolean): void;
  /** After the page has taken a message: the first word of training after the return says how far it came. */
  hear(message: Message): void;
}

/** Milliseconds out of sight that are worth a word. */
const LONG_ENOUGH = 3000;
/** Share of the steps one would expect, below which the browser has stopped training. */
const STOPPED = 0.1;

interface Left {
  readonly group: string;
  readonly step: number;
  readonly rate: number | null;
  /** Milliseconds. */
  readonly at: number;
}

export function createAbsence({ store, now }: { readonly store: StoreApi<PageState>; readonly now: () => number }): Absence {
  /** Group that trained when the tab went out of sight. */
  let left: Left | null = null;
  let back: { readonly from: Left; readonly at: number } | null = null;

  function say(from: Left, until: number): void {
    const { group } = store.getState();
    if (group?.id !== from.group) return;
    const made = group.step - from.step;
    const seconds = (until - from.at) / 1000;
    const steps = `${grouped(made)} ${made === 1 ? 'step' : 'steps'}`;
    const isStopped = group.phase !== 'ended' && (from.rate === null ? made === 0 : made < STOPPED * from.rate * seconds);
    const kept = group.phase === 'ended' ? `Finished while hidden: ${steps}.` : `Kept training while hidden: ${steps}.`;
    store.setState({ announcement: isStopped ? 'Your browser paused training while hidden. It goes on now.' : kept });
  }

  return {
    setHidden(isHidden) {
      const { group, experiment } = store.getState();
      if (isHidden) {
        back = null;
        const { rate } = progressOf(group, experiment);
        left = group?.phase === 'running' ? { group: group.id, step: group.step, rate, at: now() } : null;
        return;
      }
      if (left && now() - left.at >= LONG_ENOUGH) {
        if (group?.phase === 'ended') say(left, now());
        else back = { from: left, at: now() };
      }
      left = null;
    },
    hear(message) {
      if (!back || (message.type !== 'tick' && message.type !== 'ended') || message.group !== back.from.group) return;
      say(back.from, back.at);
      back = null;
    },
  };
}
