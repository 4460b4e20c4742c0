/** The command in short; all it can do is tried in `trainCommand.slow.test.ts`. */
import { describe, expect, it } from 'vitest';
import { train } from './command';
import { SMALL } from './visit';

describe('npm run train', () => {
  it('trains in a browser and prints one JSON document and nothing else', async () => {
    const { code, out, said } = await train(`#${SMALL}&steps=20`);
    expect(code).toBe(0);
    const document = JSON.parse(out) as { format: string; runs: { label: string; steps: Record<string, number[]> }[] };
    expect(document.format).toBe('basin-training');
    expect(document.runs.map(({ label, steps }) => [label, steps.lossClean?.length])).toEqual([
      ['SGD', 20],
      ['SAM', 20],
      ['BiSAM (−log)', 20],
    ]);
    expect(said).toMatch(/20 of 20 steps[\s\S]*WebAssembly on[\s\S]*clean test accuracy/);
  });

  it('refuses what cannot run in one sentence, with status 2', async () => {
    const { code, out, said } = await train(SMALL.replace('batch=16', 'batch=4096'));
    expect([code, out]).toEqual([2, '']);
    expect(said.trim()).toMatch(/^A batch of 4096 is larger than the training set of 60.*Set the batch size to at most 60\.$/);
  });
});
