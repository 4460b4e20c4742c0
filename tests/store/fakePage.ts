/** A page whose worker, address and clock are a test's. */
import type { Command, Message } from '../../src/core/protocol/protocol';
import type { Address } from '../../src/store/addressBar';
import { createPage } from '../../src/store/page';

/** A browser's history: entries, and where one stands in them. */
export function fakeAddress(hash = ''): Address & { readonly entries: string[]; move(by: number): void } {
  const entries = [hash];
  let at = 0;
  let onMove = () => {};
  return {
    entries,
    read: () => entries[at] as string,
    replace(next) {
      entries[at] = next;
    },
    push(next) {
      entries.splice(at + 1, Number.POSITIVE_INFINITY, next);
      at++;
    },
    listen(listener) {
      onMove = listener;
      return () => {};
    },
    move(by) {
      at += by;
      onMove();
    },
  };
}

export function fakePage(hash = '') {
  const sent: Command[] = [];
  const address = fakeAddress(hash);
  const frames: (() => void)[] = [];
  const clock = { now: 0 };
  const page = createPage({ address, send: (command) => sent.push(command), now: () => clock.now, nextFrame: (then) => frames.push(then) });
  const types = () => sent.map(({ type }) => type);
  const last = <T extends Command['type']>(type: T) =>
    sent.findLast((command): command is Extract<Command, { type: T }> => command.type === type);
  const group = () => {
    const { group: shown } = page.store.getState();
    if (!shown) throw new Error('no group is on screen');
    return shown;
  };
  /** First message of a worker. */
  const begin = () => page.receive(startedOf(group().id, page.store.getState().experiment));
  return { page, sent, address, frames, clock, types, last, group, begin, state: () => page.store.getState() };
}

/** The same, where training was asked for and has begun. */
export function runningPage(): ReturnType<typeof fakePage> {
  const fake = fakePage();
  fake.page.open();
  fake.page.run();
  fake.begin();
  return fake;
}

export function startedOf(
  group: string,
  { runs, training }: ReturnType<ReturnType<typeof createPage>['store']['getState']>['experiment'],
): Message {
  const members = runs.flatMap(({ id: run }) => training.seeds.map((seed) => ({ id: `${run}/${seed}`, run, seed })));
  return { type: 'started', group, members, parameters: 10, trainCount: 300, stepsPerEpoch: 9, points: [] };
}
