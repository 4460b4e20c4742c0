import { describe, expect, it } from 'vitest';
import { benchArguments, benchSetup } from '../../../scripts/arguments/bench.mjs';
import { BadArguments } from '../../../scripts/command.mjs';
import { loadHere } from '../loadHere';

const setupOf = async (...argv: readonly string[]) => benchSetup(benchArguments(argv), loadHere);

describe('arguments of npm run bench', () => {
  it('times every network that is timed by default, and those that are asked for', async () => {
    const { nets, libraries, repeats } = await setupOf();
    expect(nets.length).toBeGreaterThan(1);
    expect([libraries[0], repeats]).toEqual(['basin', 9]);
    expect((await setupOf('--nets', 'tiny', '--repeats', '1')).nets.map(({ name }: { name: string }) => name)).toEqual(['tiny']);
  });

  it.each([
    ['an unknown option', ['--nonsense'], /Unknown option '--nonsense'.*usage: npm run bench/],
    ['an unknown network', ['--nets', 'tiny,vast'], /^--nets: there is no “vast”; choose from tiny, mlp-small/],
    [
      'an unknown table',
      ['--tables', 'chairs'],
      /^--tables: there is no “chairs”; choose from peers, algorithms, batches, runs, kernels\./,
    ],
    ['a time that is none', ['--seconds', 'long'], /^--seconds is "long": give a number above 0\./],
    ['wasm in Node', ['--node', '--backends', 'wasm'], /^--node times webgpu only/],
    ['a word', ['tiny'], /usage: npm run bench/],
  ])('refuses %s in one sentence', async (_what, argv, sentence) => {
    const error = await setupOf(...argv).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadArguments);
    expect((error as Error).message).toMatch(sentence);
    expect((error as Error).message).not.toContain('\n');
  });
});
