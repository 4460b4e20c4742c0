/** Commands that wait until there is something to be done: an embedded page loads its engine when somebody uses it. */
import type { Command } from '../core/protocol/protocol';

export interface Deferred {
  send(command: Command): void;
  /** Opens the worker, and hands it all that waited. */
  wake(): void;
}

/** Events that somebody waits to see. The rest (opening a device, preparing a group) is for later as well. */
const CALLS = new Set<Command['type']>(['resume', 'advance', 'measure', 'readFiles', 'saveNetwork', 'cutExcerpt']);

/** @param open opens the worker; called once. */
export function deferred(open: () => (command: Command) => void): Deferred {
  let worker: ((command: Command) => void) | null = null;
  let waiting: readonly Command[] = [];
  const wake = () => {
    if (worker) return;
    worker = open();
    for (const command of waiting) worker(command);
    waiting = [];
  };
  return {
    wake,
    send(command) {
      if (worker) return worker(command);
      // A group that is not wanted any more was never begun; of two devices or probes the later one counts.
      const isOver = (one: Command) => {
        if (command.type === 'stop') return 'group' in one && one.group === command.group;
        return (command.type === 'open' || command.type === 'probe') && one.type === command.type;
      };
      waiting = waiting.filter((one) => !isOver(one));
      if (command.type !== 'stop') waiting = [...waiting, command];
      if (CALLS.has(command.type) || (command.type === 'start' && !command.paused)) wake();
    },
  };
}
