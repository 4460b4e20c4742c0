/**
 * The page's side of kept runs: it holds a lock for every run that it is at, for as long as it lives, whatever becomes of its
 * threads; so no two pages write to one run, and only runs of pages that are gone are offered. The run that this tab was at before
 * a reload comes first.
 */
import type { Command, Message, RunKey, StoredRun } from '../core/protocol/protocol';
import { RUN_LOCK } from './runLock';

export interface KeptDoorOptions {
  readonly onMessage: (message: Message) => void;
  /** Absent where the page is not secure. */
  readonly locks?: Pick<LockManager, 'request'> | undefined;
  /** What this tab remembers across reloads; absent where nothing may be stored. */
  readonly session?: { getItem(name: string): string | null; setItem(name: string, value: string): void } | undefined;
}

export interface KeptDoor {
  /** A command as the thread is to hear it. */
  told(command: Command): Command;
  kept(key: RunKey): void;
  /** Passes on one of the listed runs that no other page is at: this tab's own, else the newest; none where there is none. */
  offer(runs: readonly StoredRun[]): Promise<void>;
}

const REMEMBERED = 'basin:run';

export function openKeptDoor({ onMessage, locks, session }: KeptDoorOptions): KeptDoor {
  const held = new Map<RunKey, () => void>();
  /** The run that was last asked for, and whether anything of it is kept. */
  let at: { readonly key: RunKey; isKept: boolean } | null = null;
  let offered: RunKey | null = null;
  const remembered = session?.getItem(REMEMBERED) ?? null;
  let isSaid = false;

  /** Resolves with true once the lock is this page's, and with false where it is another's. */
  function hold(key: RunKey): Promise<boolean> {
    if (!locks || held.has(key)) return Promise.resolve(locks !== undefined);
    return new Promise((resolve) => {
      const holding = (lock: Lock | null) => {
        resolve(lock !== null);
        return lock && new Promise<void>((release) => held.set(key, release));
      };
      locks.request(`${RUN_LOCK}${key}`, { ifAvailable: true }, holding).catch(() => resolve(false));
    });
  }

  function letGo(key: RunKey): void {
    held.get(key)?.();
    held.delete(key);
  }

  function start(command: Extract<Command, { type: 'start' }>): Command {
    const { kept, ...rest } = command;
    if (kept === undefined) return command;
    if (!locks) {
      if (!isSaid && !command.paused)
        onMessage({ type: 'failed', group: null, code: 'run-not-kept', detail: 'This page is not served over https.' });
      isSaid ||= !command.paused;
      return rest;
    }
    if (at && at.key !== kept && !at.isKept) letGo(at.key);
    if (at?.key !== kept) at = { key: kept, isKept: false };
    if (offered === kept) offered = null;
    void hold(kept);
    return command;
  }

  return {
    told(command) {
      if (command.type === 'start') return start(command);
      if (command.type === 'discard') {
        letGo(command.key);
        if (offered === command.key) offered = null;
      }
      return command;
    },
    kept(key) {
      void hold(key);
      if (at?.key !== key || at.isKept) return;
      at.isKept = true;
      // What it took the place of is no longer kept.
      for (const other of held.keys()) if (other !== key && other !== offered) letGo(other);
      try {
        session?.setItem(REMEMBERED, key);
      } catch {
        // The newest run is offered instead.
      }
    },
    async offer(runs) {
      const others = runs.filter(({ key }) => key !== at?.key);
      for (const run of others.toSorted((one, other) => Number(other.key === remembered) - Number(one.key === remembered))) {
        if (!(await hold(run.key))) continue;
        offered = run.key;
        onMessage({ type: 'keptRuns', runs: [run] });
        return;
      }
      onMessage({ type: 'keptRuns', runs: [] });
    },
  };
}
