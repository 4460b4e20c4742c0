/**
 * Threads that make steps for this one. Each is asked one thing at a time and answers it; one that dies, or is silent for too
 * long, fails what it was asked and is replaced when it is needed again.
 */
import { Failure } from '../../core/failures';
import type { RawDataset } from '../../core/datasets/dataset';
import type { HandCommand, HandMessage, Held } from './talk';

/** The part of `Worker` used here. */
export interface HandThread {
  postMessage(message: HandCommand): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<HandMessage>) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
}

/** A hand has died. What it held is where it was last brought home. */
export class HandLost extends Error {}

type Answer<T extends HandMessage['type']> = Extract<HandMessage, { type: T }>;

export interface Hand {
  /** True once its thread has said that it is there. */
  readonly isAwake: boolean;
  /** Starts its thread, unless it runs or has died too often. Waits for nothing. */
  wake(): void;
  /** Throws `HandLost`, or what the hand failed at. */
  ask<T extends 'held' | 'advanced' | 'frozen'>(command: HandCommand, answer: T): Promise<Answer<T>>;
  /** Members in a thread of its own. File data are sent once. */
  hold(held: Held, raw: RawDataset | undefined): Promise<void>;
  end(): void;
}

/** Silence that is no death: a thread says so twice a second, and loads before its first word. */
const SILENCE_MS = 30_000;
const WATCH_MS = 1000;
/** A thread that dies so often is not started again. */
const MOST_LOSSES = 3;

export function createHand(start: () => HandThread): Hand {
  let thread: HandThread | undefined;
  let known: RawDataset | undefined;
  let waiting: { readonly answer: string; resolve(message: HandMessage): void; reject(error: Error): void } | undefined;
  let heardAt = 0;
  let isAwake = false;
  let losses = 0;
  let watch: ReturnType<typeof setInterval> | undefined;

  function lose(detail: string): void {
    thread?.terminate();
    thread = undefined;
    known = undefined;
    isAwake = false;
    losses++;
    settle()?.reject(new HandLost(detail));
  }

  function settle(): typeof waiting {
    const settled = waiting;
    waiting = undefined;
    clearInterval(watch);
    return settled;
  }

  function hear(message: HandMessage): void {
    heardAt = performance.now();
    isAwake = true;
    if (message.type === 'beat') return;
    const asked = settle();
    if (message.type === 'failed') asked?.reject(message.code ? new Failure(message.code, message.detail) : new Error(message.detail));
    else asked?.resolve(message);
  }

  function running(): HandThread {
    if (thread) return thread;
    const made = start();
    made.onmessage = ({ data }) => hear(data);
    made.onerror = (event) => {
      event.preventDefault?.();
      lose(event.message ?? 'a thread ended');
    };
    thread = made;
    return made;
  }

  const hand: Hand = {
    get isAwake() {
      return isAwake;
    },
    wake() {
      if (thread || losses >= MOST_LOSSES) return;
      try {
        running();
      } catch (error) {
        lose(error instanceof Error ? error.message : String(error));
      }
    },
    ask(command, answer) {
      return new Promise((resolve, reject) => {
        waiting = { answer, resolve: (message) => resolve(message as Answer<typeof answer>), reject };
        heardAt = performance.now();
        watch = setInterval(() => {
          if (performance.now() - heardAt > SILENCE_MS) lose('a thread has been silent for too long');
        }, WATCH_MS);
        try {
          running().postMessage(command);
        } catch (error) {
          lose(error instanceof Error ? error.message : String(error));
        }
      });
    },
    async hold(held, raw) {
      const isNew = raw !== undefined && raw !== known;
      await hand.ask({ type: 'hold', held: isNew ? { ...held, raw } : held }, 'held');
      known = raw ?? known;
    },
    end() {
      if (!thread) return;
      lose('it was ended');
      losses--;
    },
  };
  return hand;
}
