/** Basin as it trains: a member of a group makes the real step, records included, on batches that are already there. */
import { columnOf, NO_ROWS } from '../../src/core/metrics/block';
import { crossEntropyWith } from '../../src/core/sam/ascent/crossEntropy';
import type { Batch } from '../../src/core/sam/oracle';
import { optimizers } from '../../src/core/sam/slots';
import { choose } from '../../src/core/settings/entry';
import type { FieldValue } from '../../src/core/settings/field';
import { decode } from '../../src/core/settings/link';
import { runOf } from '../../src/core/settings/runs';
import type { Backend } from '../../src/core/tensor/tensor';
import { type BackendRequest, openBackend } from '../../src/engine/devices/openBackend';
import type { SeedData } from '../../src/engine/group/batches';
import { createGroup } from '../../src/engine/group/group';
import { makeSteps } from '../../src/engine/group/lockstep';
import { type Collected, createMember, type Shared } from '../../src/engine/group/member';
import { readTogether } from '../../src/engine/group/unread';
import { type Contender, LEARNING_RATE, type Library, MOMENTUM, type OpenLibrary, RHO, type Training } from './contender';
import { basinKernel } from './kernels/basin';
import type { HostBatch } from './samples';

/** @param backend  `webgpu` or `wasm`; a software adapter is taken too. */
export const openBasin: OpenLibrary = (backend) => open('Basin', backend as BackendRequest);

/** The same steps on the kernels of TensorFlow.js, one at a time: what Basin falls back to. */
export const openBasinEager: OpenLibrary = (backend) => {
  if (backend !== 'webgpu') throw new Error(`On ${backend} Basin has no other kernels.`);
  return open('Basin on TensorFlow.js', 'webgpu-eager');
};

async function open(name: string, backend: BackendRequest): Promise<Library> {
  const opened = await openBackend(backend, { allowSoftware: true });
  return {
    name,
    version: __BASIN_VERSION__,
    adapter: opened.report.adapter,
    train: (training) => train(opened.backend, training),
    trainGroup: (runs) => trainGroup(opened.backend, runs),
    operate: (name, images) => basinKernel(opened.backend, name, images),
  };
}

function train(backend: Backend, { network, classes, batches, algorithm, values, seed }: Training): Contender {
  const shared: Shared = {
    backend,
    network,
    descentLoss: crossEntropyWith(0, 'K-1'),
    optimizer: choose(optimizers, 'sgd', { momentum: MOMENTUM }),
    clipping: 0,
    horizonOf: () => ({ steps: 1000, learningRate: (initial) => initial }),
    lowestLearningRate: (initial) => initial,
  };
  const run = runOf('r1', algorithm, withRadius(algorithm, values));
  const name = { id: `r1/${seed}`, run: 'r1', seed };
  const onDevice = batches.map((batch) => placed(backend, batch));
  const data = fixedData(onDevice, network.inputShape, classes);
  const member = () => createMember(shared, name, run, () => LEARNING_RATE, data);
  let live = { member: member(), climbed: 0 };

  return {
    start() {
      live.member.free();
      live = { member: member(), climbed: 0 };
    },
    step: () => makeSteps([live.member], backend),
    async finish() {
      const [{ rows, broken }] = (await readTogether(backend, [live.member.collect()])) as [Collected];
      for (const applied of columnOf(rows, 'samApplied') ?? []) live.climbed += applied;
      if (broken) throw new Error(`Basin's ${algorithm} diverged at step ${live.member.divergedAt}: ${broken} is not a finite number.`);
      const last = (key: 'lossClean' | 'lossPerturbed') => columnOf(rows, key)?.at(-1) ?? Number.NaN;
      return { clean: last('lossClean'), perturbed: last('lossPerturbed') };
    },
    climbed: () => live.climbed / live.member.step,
    free() {
      live.member.free();
      for (const { inputs, targets } of onDevice) backend.free([inputs, targets]);
    },
  };
}

/** The default experiment with `runs` runs of SAM, advanced as a training is: in blocks, data and batches included. */
function trainGroup(backend: Backend, runs: number): Contender {
  const { experiment } = decode('');
  const endless = { ...experiment.training, seeds: [1], steps: 1e6, every: 1e5, most: 10 };
  const members = Array.from({ length: runs }, (_, index) => runOf(`r${index + 1}`, 'sam', { rho: RHO * (index + 1) }));
  const group = () => createGroup(backend, { ...experiment, training: endless, runs: members });
  let live = { group: group(), asked: 0 };

  return {
    start() {
      live.group.free();
      live = { group: group(), asked: 0 };
    },
    async step() {
      live.asked++;
    },
    async finish() {
      const { ticks } = await live.group.advance(live.asked);
      live.asked = 0;
      const last = (key: 'lossClean' | 'lossPerturbed') => columnOf(ticks.at(-1)?.steps ?? NO_ROWS, key)?.at(-1) ?? Number.NaN;
      return { clean: last('lossClean'), perturbed: last('lossPerturbed') };
    },
    free: () => live.group.free(),
  };
}

/** The radius all contenders use, where this algorithm has one that is fixed. */
function withRadius(algorithm: string, values: Readonly<Record<string, FieldValue>> = {}): Readonly<Record<string, FieldValue>> {
  const own = runOf('r1', algorithm).parts.radius.values;
  return Object.hasOwn(own, 'rho') && algorithm === 'sam' ? { rho: RHO, ...values } : values;
}

function placed(backend: Backend, { size, inputShape, classes, inputs, targets }: HostBatch): Batch {
  const batch = { size, inputs: backend.tensor(inputs, [size, ...inputShape]), targets: backend.tensor(targets, [size, classes]) };
  // Some backends upload what is first used: not in a step that is counted.
  backend.scope(() => [batch.inputs.add(0), batch.targets.add(0)].length);
  return batch;
}

/** Batches in turn; for the upper level (LETS) the one half a round ahead. What a step never asks for is not there. */
function fixedData(batches: readonly Batch[], inputShape: readonly number[], classes: number): SeedData {
  const at = (index: number) => batches[index % batches.length] as Batch;
  const none = { count: 0, inputs: new Float32Array(), labels: new Uint8Array(), noisyLabels: new Uint8Array() };
  return {
    dataset: {
      name: 'bench',
      inputShape,
      classes,
      classNames: [],
      normalization: { scale: 1, mean: [0], std: [1] },
      labelNoise: 0,
      train: none,
      validation: none,
      test: none,
    },
    inputShape,
    stepsPerEpoch: batches.length,
    size: batches[0]?.size ?? 0,
    classCounts: [],
    batch: at,
    normBatch: at,
    sample: () => {
      throw new Error('The benchmark has no single samples: algorithms with a Fisher mask are not timed.');
    },
    validationBatch: (step) => at(step + Math.ceil(batches.length / 2)),
    inputs: () => new Float32Array(),
    release: () => undefined,
  };
}
