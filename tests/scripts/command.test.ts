import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';

const run = (script: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...args], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('an empty machine', () => {
  it.each([
    'start',
    'dev',
    'build',
    'check',
    'format',
    'test',
    'test:rest',
    'test:full',
    'test:second-browser',
    'docs',
    'train',
    'golden',
    'bench',
    'evidence',
    'record',
  ])('is told what %s takes, and nothing is installed, built or written for it', (job) => {
    const { status, stdout, stderr } = run('run', job, '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^usage: (npm (run |start|test)|node scripts\/run\.mjs )[^\n]*\n$/);
  });

  it.each(['frames', 'memory', 'picture', 'startUp', 'scriptProfile', 'docs', 'formulas', 'evidence/firstWeights'])(
    'is told what scripts/%s.mjs takes',
    (script) => {
      const { status, stdout, stderr } = run(script, '--help');
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^usage: (npm run|node scripts)[^\n]*\n$/);
    },
  );
});

describe('a command', () => {
  const child = (main: string) =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { BadArguments, refuse, runCommand, whenInterrupted } from './scripts/command.mjs'; await runCommand('usage: x', ${main});`,
      ],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );

  it('ends with the status it gives, with 2 for bad arguments and with 1 for any other error, in one sentence', () => {
    expect(child('() => 3')).toMatchObject({ status: 3, stderr: '' });
    expect(child('() => {}')).toMatchObject({ status: 0 });
    expect(child('() => refuse("No.")')).toMatchObject({ status: 2, stderr: 'No.\n' });
    expect(child('() => { throw new Error("page.evaluate: Error: It broke.\\n    at x"); }')).toMatchObject({
      status: 1,
      stderr: 'It broke.\n',
    });
    expect(child('() => { throw new Error("page.evaluate: Target page, context or browser has been closed"); }')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^The browser that computed has ended/),
    });
  });

  it('that is interrupted cleans up, says so and ends with 128 and the signal', () => {
    const main =
      '() => { whenInterrupted(() => console.log("closed")); setInterval(() => {}, 1000); process.kill(process.pid, "SIGTERM"); return new Promise(() => {}); }';
    expect(child(main)).toMatchObject({ status: 143, stdout: 'closed\n', stderr: 'Interrupted (SIGTERM): nothing was saved.\n' });
  });

  it.skipIf(process.platform !== 'linux')('says in a sentence that nothing could be printed', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" scripts/train.mjs --help > /dev/full`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, 'Nothing more can be printed (ENOSPC): what was to be printed is lost.\n']);
  });
});

describe.each(['train', 'golden', 'bench', 'evidence', 'record'])('npm run %s', (script) => {
  it('prints its usage when asked for help, and does nothing else', () => {
    expect(run(script, '--help')).toEqual({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`^usage: npm run ${script}.*\n$`)),
      stderr: '',
    });
  });

  it('refuses an unknown option in one sentence, with status 2', () => {
    const { status, stdout, stderr } = run(script, '--nonsense');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^Unknown option '--nonsense'\\. usage: npm run ${script}.*\n$`));
  });
});
