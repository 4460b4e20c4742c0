/**
 * One run of an experiment as a Python script that needs nothing but numpy and torch: the same first weights, the same
 * mini-batches in the same order, the same update, so that its losses are the page's up to rounding.
 */
import type { GivenWeights } from '../../checkpoints/checkpoint';
import type { StepMetric } from '../../metrics/catalogue';
import { layersOf } from '../../models/models';
import { createNetwork, initialParams, type Network } from '../../models/network';
import type { Excerpt } from '../../protocol/protocol';
import { toBase64 } from '../../protocol/base64';
import type { Experiment, RunSettings } from '../../settings/experiment';
import { encode } from '../../settings/link';
import { climbs } from '../../settings/runs';
import { hostDraws } from '../../sam/draws';
import { createdBy } from '../../sam/part';
import { indented } from '../../sam/pythonCode';
import { slots } from '../../sam/slots';
import { algorithmCode, rateCode, unwrittenParts } from './algorithmCode';
import { networkCode, unwrittenLayers } from './networkCode';
import { trainingOf } from '../../settings/lengths';

/** Measurements of the page in one of the first steps. */
export interface MeasuredStep {
  readonly loss: number;
  /** ‖∇‖ of what was climbed, or descended where nothing was. */
  readonly norm: number;
}

/** Steps that the script compares with what the page measured. */
export const COMPARED_STEPS = 10;

/** Measurements of the first steps from the columns of a run: where a step has no pass at w, of the first pass that it has. */
export function measuredFrom(columnOf: (metric: StepMetric) => ArrayLike<number> | undefined): readonly MeasuredStep[] {
  const first = (step: number, metrics: readonly StepMetric[]) =>
    metrics.map((metric) => columnOf(metric)?.[step] ?? Number.NaN).find((value) => !Number.isNaN(value)) ?? Number.NaN;
  return Array.from({ length: COMPARED_STEPS }, (_, step) => ({
    loss: first(step, ['lossClean', 'lossSmoothed', 'lossPerturbed']),
    norm: first(step, ['gradNorm', 'perturbedGradNorm']),
  }));
}

const BATCH_NORM = '# Batch norm as in training. Running statistics, which training never reads, are left out: evaluating needs them.';

/** Where the upper level's samples of a run come from; null where it has none. */
export function upperSource(run: RunSettings): Excerpt['validation']['source'] {
  return (climbs(run) && createdBy(slots.radius, run.parts.radius).upperLevel?.source) || null;
}

/** Why a run cannot be written as code, each in a few words; empty when it can. `task` is what the network is for. */
export function unwritten(
  experiment: Experiment,
  run: RunSettings,
  task: { readonly inputShape: readonly number[]; readonly classes: number },
): readonly string[] {
  return [...unwrittenParts(run, experiment), ...unwrittenLayers(layersOf(experiment.model, task))];
}

/**
 * @param excerpt   the run's samples, for the seed that is wanted.
 * @param measured  the page's numbers of the first steps, as far as they are known: the script compares.
 * @param weights   what the run started from, where that is not its seed's own.
 * @returns Python 3 source. Throws where `unwritten` names anything.
 */
export function pytorchScript(
  experiment: Experiment,
  run: RunSettings,
  excerpt: Excerpt,
  measured: readonly MeasuredStep[],
  weights: GivenWeights | null = null,
): string {
  const training = trainingOf(experiment.training, run);
  const { inputShape, classes, stepsPerEpoch, seed } = excerpt;
  const steps = Math.min(excerpt.steps, training.steps);
  const missing = unwritten(experiment, run, excerpt);
  if (missing.length > 0) throw new Error(`pytorch: no code for ${missing.join(', ')}`);
  const network: Network = createNetwork(layersOf(experiment.model, excerpt), inputShape);
  const code = networkCode(network.layers, inputShape);
  const smoothing = training.target === 'k' ? training.smooth / classes : training.smooth / (classes - 1);
  const onTarget = training.target === 'k' ? 1 - training.smooth + smoothing : 1 - training.smooth;
  const soft = `F.one_hot(y, ${classes}).to(logits.dtype)`;
  const target = training.smooth === 0 ? soft : `${soft} * ${onTarget - smoothing} + ${smoothing}`;
  const algorithm = algorithmCode(run, experiment);
  const open = openSteps(run, { ...experiment, training }, seed, steps);
  const upper = excerpt.validation.order;
  const isKnown = ({ loss, norm }: MeasuredStep) => Number.isFinite(loss) && Number.isFinite(norm);
  const unknown = measured.findIndex((one) => !isKnown(one));
  const compared = measured.slice(0, Math.min(COMPARED_STEPS, unknown < 0 ? measured.length : unknown));
  const shape = (axes: readonly number[]) => `(${axes.join(', ')}${axes.length === 1 ? ',' : ''})`;
  return [
    '# One run of an experiment in Basin, as PyTorch code. Needs: numpy, torch.',
    `# ${encode(experiment)}`,
    `# Run: ${run.algorithm}, seed ${seed}. The data below are the mini-batches of its first ${steps} of ${training.steps} steps.`,
    '# python this_file.py [steps]',
    'import base64',
    'import math',
    'import sys',
    '',
    'import numpy as np',
    'import torch',
    'import torch.nn.functional as F',
    '',
    '# In float64, so that what differs from the page is the rounding of its device.',
    'torch.set_default_dtype(torch.float64)',
    '',
    `BATCH, STEPS, TOTAL_STEPS, STEPS_PER_EPOCH = ${training.batch}, ${steps}, ${training.steps}, ${stepsPerEpoch}`,
    `LR = ${run.learningRate ?? training.lr}`,
    `SEED, SIZE, CLASS_COUNTS = ${seed}, ${network.layout.size}, [${excerpt.classCounts.join(', ')}]`,
    '# name, shape, kind, in the order of the flat vector w; dense kernels are [in, out], those of convolutions [height, width, in, out]',
    'TENSORS = [',
    ...network.layout.tensors.map(({ name, shape: axes, kind }) => `    ("${name}", ${shape(axes)}, "${kind}"),`),
    ']',
    '',
    '',
    'def views(w):',
    ...indented([
      'pieces = w.split([math.prod(shape) for _, shape, _ in TENSORS])',
      'return [piece.reshape(shape) for piece, (_, shape, _) in zip(pieces, TENSORS)]',
    ]),
    '',
    '',
    ...(code.some((line) => line.includes('batch_norm')) ? [BATCH_NORM] : []),
    'def network(w, x):',
    ...indented(['p = iter(views(w))', ...code, 'return x']),
    '',
    '',
    'def loss_of(logits, y):',
    ...indented([`target = ${target}`, 'return (torch.logsumexp(logits, 1) - (target * logits).sum(1)).mean()']),
    '',
    '',
    ...algorithm.functions.flatMap((lines) => [...lines, '', '']),
    'def gradient(objective, w, x, y):',
    ...indented([
      '"""Gradient of the objective at w, and the training loss there."""',
      'point = w.detach().requires_grad_(True)',
      'logits = network(point, x)',
      '(g,) = torch.autograd.grad(objective(logits, y), point)',
      'return g, float(loss_of(logits.detach(), y))',
    ]),
    '',
    '',
    ...rateCode(experiment),
    '',
    '',
    'def unpack(text, kind):',
    ...indented(['return np.frombuffer(base64.b64decode(text), dtype=kind)']),
    '',
    '',
    `w = torch.tensor(unpack("${packed(firstParams(network, seed, weights))}", "<f4").astype(np.float64))`,
    `samples = torch.tensor(unpack("${packed(excerpt.inputs)}", "<f4").astype(np.float64)).reshape(${shape([-1, ...inputShape])})`,
    `labels = torch.tensor(unpack("${packed(excerpt.labels)}", "u1").astype(np.int64))`,
    `order = torch.tensor(unpack("${packed(excerpt.order)}", "<u4").astype(np.int64)).reshape(-1, BATCH)`,
    ...(upper.length > 0 ? [`upper = torch.tensor(unpack("${packed(upper)}", "<u4").astype(np.int64)).reshape(-1, BATCH)`] : []),
    ...(open ? [`OPEN = unpack("${packed(open)}", "u1")`] : []),
    '# (loss, norm of the gradient) of the first steps, as the page measured them',
    `MEASURED = [${compared.map(({ loss, norm }) => `(${loss}, ${norm})`).join(', ')}]`,
    '',
    ...algorithm.state,
    'worst = 0.0',
    'for step in range(min(STEPS, int(sys.argv[1]) if len(sys.argv) > 1 else STEPS)):',
    ...indented([
      'x, y, eta = samples[order[step]], labels[order[step]], rate(step)',
      ...algorithm.step,
      'if step < 10 or (step + 1) % 100 == 0:',
      ...indented(['print(f"step {step}: loss {loss:.12g}, gradient norm {float(norm):.12g}")']),
      'if step < len(MEASURED):',
      ...indented([
        'for here, there in zip((loss, float(norm)), MEASURED[step]):',
        ...indented(['worst = max(worst, abs(here - there) / max(abs(there), 1e-12))']),
      ]),
    ]),
    'if MEASURED:',
    ...indented(['print(f"largest relative difference from the page in its first {len(MEASURED)} steps: {worst:.1e}")']),
    '',
  ].join('\n');
}

function firstParams(network: Network, seed: number, weights: GivenWeights | null): Float32Array {
  const params = Float32Array.from(initialParams(network, seed));
  for (const { name, offset } of network.layout.tensors) {
    const given = weights?.tensors.find((tensor) => tensor.name === name);
    if (given) params.set(given.values, offset);
  }
  return params;
}

/** The decisions of a gate that rests on draws: 1 where the step climbs; undefined for other gates. */
function openSteps(run: RunSettings, { training }: Experiment, seed: number, steps: number): Uint8Array | undefined {
  const gate = createdBy(slots.gate, run.parts.gate);
  if (!gate.drawn) return undefined;
  const decided = (step: number) => gate.drawn?.(hostDraws(seed, step), { step, steps: training.steps });
  return Uint8Array.from({ length: steps }, (_, step) => (decided(step) ? 1 : 0));
}

/** Little-endian bytes, as every device that runs a browser has them. */
function packed(values: Float32Array | Uint32Array | Uint8Array): string {
  return toBase64(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}
