import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/core/protocol/protocol';
import { defaultExperiment } from '../../src/core/settings/presets';
import { deferred } from '../../src/store/deferred';

const waiting = () => {
  const got: Command[] = [];
  let opened = 0;
  const engine = deferred(() => {
    opened++;
    return (command) => got.push(command);
  });
  return { engine, types: () => got.map(({ type }) => type), got, opened: () => opened };
};
const start = (group: string, paused: boolean): Command => ({ type: 'start', group, experiment: defaultExperiment, paused });

describe('an engine that nobody has asked for', () => {
  it('is not opened by preparing, and has all of it at once when somebody runs', () => {
    const { engine, types, opened } = waiting();
    engine.send({ type: 'open', backend: 'auto' });
    engine.send({ type: 'listDatasets' });
    engine.send(start('g1', true));
    expect(opened()).toBe(0);
    engine.send({ type: 'resume', group: 'g1' });
    expect(types()).toEqual(['open', 'listDatasets', 'start', 'resume']);
    engine.send({ type: 'pause', group: 'g1' });
    expect(types().at(-1)).toBe('pause');
    expect(opened()).toBe(1);
  });

  it.each([[{ type: 'advance', group: 'g1', steps: 1 }], [start('g1', false)]] as [Command][])('is opened by %o', (command) => {
    const { engine, opened } = waiting();
    engine.send(command);
    expect(opened()).toBe(1);
  });

  it('never hears of groups that were given up before, nor of a device that was changed', () => {
    const { engine, got } = waiting();
    engine.send({ type: 'open', backend: 'auto' });
    engine.send(start('g1', true));
    engine.send({ type: 'open', backend: 'wasm' });
    engine.send({ type: 'stop', group: 'g1' });
    engine.send(start('g2', true));
    engine.wake();
    engine.wake();
    expect(got).toMatchObject([
      { type: 'open', backend: 'wasm' },
      { type: 'start', group: 'g2' },
    ]);
  });
});
