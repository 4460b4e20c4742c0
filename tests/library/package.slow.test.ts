/** The package as it is published, in an empty project: nothing of this repository is near. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.mjs';

let project: string;
const run = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, BASIN_NO_SYSTEM_BROWSER: '1' },
  });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'basin package ')); // with a space
  execFileSync(process.execPath, ['scripts/package.mjs'], { cwd: root, stdio: 'ignore' });
  const packed =
    execFileSync('npm', ['pack', './package', '--pack-destination', project, '--json=false'], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n')
      .at(-1) ?? '';
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }');
  run('npm', 'install', '--offline', '--no-audit', '--no-fund', '--legacy-peer-deps', `./${packed}`);
});
afterAll(() => {
  rmSync(project, { recursive: true, force: true });
  rmSync(join(root, 'package'), { recursive: true, force: true });
});

describe('the package', () => {
  it('brings nothing along', () => {
    expect(run('npm', 'ls', '--all', '--parseable', '--json=false').trim().split('\n')).toHaveLength(2);
  });

  it('makes steps of SAM as its page says, and is small where only that is imported', () => {
    const example =
      /```js\n(import \{ sharpnessAware[\s\S]*?)```/.exec(readFileSync(join(project, 'node_modules/basin/README.md'), 'utf8'))?.[1] ?? '';
    writeFileSync(join(project, 'five.js'), `${example}\nconsole.log(weights[0] * weights[1]);`);
    expect(Math.abs(Number(run(process.execPath, 'five.js')) - 1)).toBeLessThan(0.05);
    const lib = join(project, 'node_modules/basin/lib');
    expect(existsSync(join(lib, 'tensorflow.js'))).toBe(true);
    expect(statSync(join(lib, 'tensorflow.js')).size).toBeLessThan(10_000);
  });

  it('is typed', () => {
    writeFileSync(
      join(project, 'typed.ts'),
      `import { sharpnessAware, type SamStep } from 'basin/sam';
import { trainWith } from 'basin/sam/tensorflow';
const step: SamStep = sharpnessAware('sam', { rho: 0.1 }, { learningRate: 0.1, steps: 1 }).step([1], (w) => ({ loss: w[0] ?? 0, gradient: [1] }));
export const norm: number | undefined = step.record.perturbNorm;
export const train: unknown = trainWith;
// @ts-expect-error a learning rate is needed
sharpnessAware('sam', {}, { steps: 1 });
`,
    );
    run(
      process.execPath,
      join(root, 'node_modules/typescript/bin/tsc'),
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--skipLibCheck',
      'false',
      '--types',
      '',
      'typed.ts',
    );
  });

  it('trains from the command line, without a browser', () => {
    const out = run('npx', '--no-install', 'basin', 'train', 'v=1&data=moons&n=60&test=50&width=8&rff=0&batch=20&steps=10&algos=sgd,sam');
    const { format, runs } = JSON.parse(out) as { format: string; runs: unknown[] };
    expect([format, runs.length]).toEqual(['basin-training', 2]);
    expect(run('npx', '--no-install', 'basin', '--help')).toContain('serves the page');
  });
});
