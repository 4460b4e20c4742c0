import { describe, expect, it } from 'vitest';
import { trainArguments, trainRequest } from '../../../scripts/arguments/train.mjs';
import { BadArguments } from '../../../scripts/command.mjs';
import { SMALL } from '../../journeys/visit';
import { loadHere } from '../loadHere';

const LINK = `${SMALL}&steps=20`;

/** Page and notices that the arguments ask for. */
async function requestOf(...argv: readonly string[]) {
  const said: string[] = [];
  const request = await trainRequest(trainArguments(argv), loadHere, (sentence: string) => said.push(sentence));
  return { request, said };
}

describe('arguments of npm run train', () => {
  it('asks for what the link says, with seeds, backend and reading of its own', async () => {
    const { request, said } = await requestOf(
      'v=1&preset=table',
      '--data',
      '.',
      '--seeds',
      '2-3',
      '--backend',
      'cpu',
      '--read',
      'column=grade',
    );
    expect(request).toMatchObject({ link: 'v=1&preset=table', seeds: [2, 3], backend: 'cpu', reading: { column: 'grade' } });
    expect(said).toEqual([]);
  });

  it.each([
    ['', [], false],
    ['backend=wasm', [], false],
    ['backend=cpu', [], false],
    ['backend=webgl', [], true],
    ['backend=webgpu-software', [], true],
    ['backend=webgpu', ['--hardware'], false],
    ['backend=webgpu', ['--hardware', '--browser'], true],
    ['backend=webgl', ['--backend', 'wasm'], false],
    ['', ['--browser'], true],
  ] as const)('takes a browser only where it is needed or asked for: %s %s', async (link, more, inBrowser) => {
    expect((await requestOf(`v=1&${link}`, ...more)).request.inBrowser).toBe(inBrowser);
  });

  it('leaves seeds and backend to the link when they are not given', async () => {
    expect(Object.keys((await requestOf(LINK)).request).sort()).toEqual(['inBrowser', 'link', 'reading']);
    expect((await requestOf()).request).toMatchObject({ link: '' });
  });

  it('may replace a file where it is told to, and asks for nothing that is not strict', async () => {
    expect((await requestOf(LINK, '--out', 'package.json', '--force')).said).toEqual([]);
    expect((await requestOf(LINK, '--strict')).said).toEqual([]);
  });

  it('says what a link has that it does not know', async () => {
    expect((await requestOf(`${LINK}&colour=red`)).said).toEqual([expect.stringContaining('colour')]);
  });

  it.each([
    ['an unknown way to read', ['v=1&preset=table', '--data', '.', '--read', 'colour=red'], /^--read knows (\w+, )+not “colour”\./],
    ['an unknown option', [LINK, '--nonsense'], /^Unknown option '--nonsense'\. usage: npm run train/],
    ['two links', [LINK, LINK], /^One link is expected, and 2 were given\./],
    ['an unknown backend', [LINK, '--backend', 'abacus'], /^--backend: .*abacus/],
    ['seeds that are none', [LINK, '--seeds', 'many'], /^--seeds: .*many/],
    ['a folder that is not there', ['v=1&preset=mnist', '--data', 'no/such/folder'], /^There is no file or folder no\/such\/folder\./],
    [
      'the name of a public set in place of its files',
      ['v=1&preset=mnist', '--data', 'Fashion-MNIST'],
      /^There is no file or folder Fashion-MNIST\. Fashion-MNIST is fetched by name on the page only: download its files and give --data their folder\./,
    ],
    ['files for an experiment that takes none', [LINK, '--data', '.'], /^--data brings files, and this link makes its own data\./],
    [
      'a place that is not there',
      [LINK, '--out', 'no/such/folder/a.json'],
      /^--out: there is no folder .*no\/such\/folder\. Make it first\./,
    ],
    [
      'a file that is there',
      [LINK, '--out', 'package.json'],
      /^--out: package\.json is there already\. Name another file, or give --force/,
    ],
    ['a folder as a file', [LINK, '--out', 'package.json/x.json'], /^--out: .*package\.json is no folder\./],
    ['force without a file', [LINK, '--force'], /^--force is for --out/],
    ['a misspelt link where it is strict', [`${LINK}&colour=red`, '--strict'], /^`colour=red` is unknown and was ignored\. --strict/],
    ['a limited value where it is strict', [LINK, '--seeds', '0-2', '--strict'], /^--seeds: .*--strict/],
    ['a file of another kind', [LINK, '--out', 'numbers.xlsx'], /^--out takes a file that ends in \.json or \.csv\./],
    [
      'settings that cannot run together',
      [SMALL.replace('batch=16', 'batch=4096')],
      /batch of 4096 is larger than the training set of 60.*Set the batch size to at most 60\./,
    ],
    ['a data set without its files', ['v=1&preset=mnist'], /needs a data set from files\. Give it with --data <file or folder>\./],
    [
      'a model that is too large',
      [`${SMALL.replace('width=8', 'width=2048')}&depth=8&seeds=1-20`],
      /needs about 20\.\d GiB.*offers 4\.0 GiB/,
    ],
  ])('refuses %s in one sentence', async (_what, argv, sentence) => {
    const error = await requestOf(...argv).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BadArguments);
    expect((error as Error).message).toMatch(sentence);
    expect((error as Error).message).not.toContain('\n');
  });
});
