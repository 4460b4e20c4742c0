import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';

const run = (script: string, ...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, ...args], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
};

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
