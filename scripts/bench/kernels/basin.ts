/** The operations as Basin's layers, losses and steps ask for them: the shipped formulas, each in a scope of its own. */
import { gatherImages } from '../../../src/core/datasets/augmentation';
import { batchNorm } from '../../../src/core/models/layers/batchNorm';
import { conv2d } from '../../../src/core/models/layers/conv2d';
import { affineGradients, dense } from '../../../src/core/models/layers/dense';
import { bisamLog } from '../../../src/core/sam/ascent/bisamLog';
import { bisamTanh } from '../../../src/core/sam/ascent/bisamTanh';
import { crossEntropyWith } from '../../../src/core/sam/ascent/crossEntropy';
import { NORM_FLOOR } from '../../../src/core/sam/norm';
import type { Objective } from '../../../src/core/sam/objective';
import type { Backend, Tensor } from '../../../src/core/tensor/tensor';
import type { Contender } from '../contender';
import { RHO } from '../contender';
import { type CaseName, inputsOf, picturesOf } from './cases';
import { contenderOf } from './contenderOf';

type Inputs = Readonly<Record<string, Tensor>>;
type Operation = (inputs: Inputs, backend: Backend) => readonly Tensor[];

const DENSE = { kind: 'dense', name: 'dense', inputs: 784, units: 128 } as const;
const CONVOLUTION = { kind: 'conv2d', name: 'conv', channels: 16, filters: 16, size: 3, stride: 1, padding: 0 } as const;
const NORMALIZATION = { kind: 'batchNorm', name: 'norm', channels: 16 } as const;

const relu = ({ x, weights, bias }: Inputs) =>
  (dense.forward(DENSE, x as Tensor, [weights as Tensor, bias as Tensor], {}, { mode: 'train' }).output as Tensor).max(0);

const normalized = ({ x, gamma, beta }: Inputs, backend: Backend) => {
  const buffers = { mean: backend.tensor(new Float32Array(16), [16]), variance: backend.tensor(new Float32Array(16).fill(1), [16]) };
  return batchNorm.forward(NORMALIZATION, x as Tensor, [gamma as Tensor, beta as Tensor], buffers, { mode: 'train' });
};

/** Its mean over the batch, and the gradient of that. */
const objective =
  (own: Objective): Operation =>
  ({ logits, targets }) => {
    const { perSample, logitGradient } = own(logits as Tensor, targets as Tensor);
    return [logitGradient.div(perSample.shape[0] as number), perSample.mean()];
  };

const operations: Readonly<Record<Exclude<CaseName, 'mini-batch'>, Operation>> = {
  dense: (inputs) => [relu(inputs)],
  'dense-gradient'(inputs) {
    const masked = (inputs.gradient as Tensor).mul(relu(inputs).greater(0));
    const { input, kernel, bias } = affineGradients(masked, inputs.x as Tensor, inputs.weights as Tensor, true);
    return [input as Tensor, kernel, bias];
  },
  'cross-entropy': objective(crossEntropyWith(0, 'K-1')),
  'bisam-log': objective(bisamLog.create({ mu: 1 }) as Objective),
  'bisam-tanh': objective(bisamTanh.create({ mu: 10, alpha: 0.1 }) as Objective),
  'batch-norm': (inputs, backend) => [normalized(inputs, backend).output],
  'batch-norm-gradient'(inputs, backend) {
    const { saved } = normalized(inputs, backend);
    const parameters = [inputs.gamma as Tensor, inputs.beta as Tensor];
    const { inputGradient, gradients } = batchNorm.backward(NORMALIZATION, inputs.gradient as Tensor, saved, parameters, true);
    return [inputGradient as Tensor, ...gradients];
  },
  conv: ({ x, kernel }) => [conv2d.forward(CONVOLUTION, x as Tensor, [kernel as Tensor], {}, { mode: 'train' }).output],
  'conv-input-gradient'({ gradient, kernel }) {
    const [count] = (gradient as Tensor).shape as [number];
    return [(gradient as Tensor).conv2dInputGradient(kernel as Tensor, [count, 34, 34, 16], 1)];
  },
  'conv-kernel-gradient': ({ gradient, x }) => [(gradient as Tensor).conv2dKernelGradient(x as Tensor, [3, 3, 16, 16], 1)],
  norm: ({ gradient }) => [(gradient as Tensor).norm()],
  climb({ params, gradient }, backend) {
    const scale = backend.scalar(RHO).div((gradient as Tensor).norm().add(NORM_FLOOR));
    return [(params as Tensor).addScaled(gradient as Tensor, scale)];
  },
};

/** @param images  how many a batch of images holds */
export function basinKernel(backend: Backend, name: CaseName, images: number): Contender {
  const held = {
    read: (tensor: Tensor) => backend.read(tensor),
    first: (tensor: Tensor) => backend.scope(() => tensor.reshape([tensor.shape.reduce((a, b) => a * b, 1)]).slice([0], [1])),
    free: (tensors: readonly Tensor[]) => backend.free(tensors),
  };
  if (name === 'mini-batch') {
    const { images: packed, rows, placements } = picturesOf(images);
    // As a group makes its batches: on a device that holds the bytes there, elsewhere here.
    const kept = backend.residentBytes !== undefined && backend.keepImages ? backend.keepImages(packed) : undefined;
    const shape = [rows.length, ...packed.shape];
    const make = () => (kept ? kept.batch(rows, placements) : backend.tensor(gatherImages(packed, rows, placements), shape));
    return contenderOf({ ...held, run: () => [make()], inputs: [...(kept?.tensors ?? [])] });
  }
  const inputs = Object.fromEntries(
    Object.entries(inputsOf(name, images)).map(([key, { values, shape }]) => [key, backend.tensor(values, shape)]),
  );
  const operation = operations[name];
  return contenderOf({ ...held, run: () => backend.scope(() => operation(inputs, backend)), inputs: Object.values(inputs) });
}
