// The same networks and algorithms in PyTorch, for ratios on this machine where Python has it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { ratioOf, spreadOf } from './statistics.mjs';

/** Tried in turn: the first that has torch answers. */
const interpreters = ['python3', 'python', '/usr/bin/python3'];

/** @returns {string | undefined} the Python that has PyTorch */
export function pythonWithTorch() {
  return interpreters.find((python) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0);
}

/**
 * One step of SGD, SAM, ASAM and BiSAM in turn, eager float32 without TF32.
 *
 * @param {'cpu' | 'cuda'} device
 * @throws a sentence when no Python here has PyTorch, or when it fails.
 */
export async function comparePytorch({ nets, seconds, repeats, say }, device) {
  const python = pythonWithTorch();
  if (python === undefined)
    throw new Error('--pytorch needs a Python with PyTorch: install it (pip install torch), or leave --pytorch out.');
  say(`PyTorch on ${device}`);
  const asked = { nets: nets.map(({ name, label, batch }) => ({ name, label, batch })), device, seconds, repeats };
  const { status, stdout, stderr } = spawnSync(python, [join(root, 'scripts', 'bench', 'pytorch.py')], {
    input: JSON.stringify(asked),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`PyTorch's part failed: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout).rows.map((row, _, rows) => {
    const times = (algorithm) => rows.find((other) => other.net === row.net && other.algorithm === algorithm).repetitions;
    return {
      ...row,
      ms: spreadOf(row.repetitions),
      timesSam: ratioOf(row.repetitions, times('sam')),
      timesSgd: ratioOf(row.repetitions, times('sgd')),
    };
  });
}
