// Writes the first weights of Basin's ResNet for CIFAR of width 8, so that cifar.py can train from the same start.
//   node scripts/evidence/firstWeights.mjs <folder> [--depth 20] [--seeds 5]
// One file for each of the seeds 1 to --seeds, <seed>.f32: the flat parameter vector, kernels [height, width, in, out] and [in, out].
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithHelp } from '../command.mjs';
import { openSource } from '../loadSource.mjs';

endWithHelp('usage: node scripts/evidence/firstWeights.mjs <folder> [--depth 20] [--seeds 5]');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { depth: { type: 'string', default: '20' }, seeds: { type: 'string', default: '5' } },
});
const [folder] = positionals;
if (!folder) {
  console.error('usage: node scripts/evidence/firstWeights.mjs <folder> [--depth 20] [--seeds 5]');
  process.exit(2);
}
const source = await openSource();
try {
  const { decode } = await source.load('src/core/settings/link.ts');
  const { entryOf } = await source.load('src/core/settings/entry.ts');
  const { models } = await source.load('src/core/models/models.ts');
  const { createNetwork, initialParams } = await source.load('src/core/models/network.ts');
  const link = `v=1&preset=cifar-cnn&model=resnet-cifar&depth=${values.depth}&width=8`;
  const { experiment, notices } = decode(link);
  for (const { message } of notices) console.error(message);
  const { kind, values: chosen } = experiment.model;
  const inputShape = [32, 32, 3];
  const network = createNetwork(entryOf(models, kind).layers(chosen, { inputShape, classes: 10 }), inputShape);
  mkdirSync(folder, { recursive: true });
  for (let seed = 1; seed <= Number(values.seeds); seed++)
    writeFileSync(join(folder, `${seed}.f32`), Float32Array.from(initialParams(network, seed)));
} finally {
  await source.close();
}
