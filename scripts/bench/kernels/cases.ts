/** The operations that Basin has kernels of its own for, one by one: what goes in, in the shapes of the networks that are timed. */
import { drawPlacements, type PackedImages, type Placements, byteValues } from '../../../src/core/datasets/augmentation';
import { randomStream } from '../../../src/core/random';

export interface HostTensor {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

interface Case {
  readonly label: string;
  /** @param images  how many of them a batch of images holds */
  readonly shapes: (images: number) => Readonly<Record<string, readonly number[]>>;
}

const DENSE = { x: [128, 784], weights: [784, 128], bias: [128] };
const LOGITS = { logits: [128, 10], targets: [128, 10] };
const map = (images: number) => [images, 32, 32, 16];
const CHANNELS = { gamma: [16], beta: [16] };
/** Zeros around are a kernel of TensorFlow.js’ own, and none here: both are given images that have them. */
const padded = (images: number) => [images, 34, 34, 16];
const KERNEL = [3, 3, 16, 16];
/** Parameters of the MLP 784-128×5-10. */
const FLAT = [167_818];

/** By the name a session takes. Gradients include the forward pass. */
export const cases = {
  dense: { label: 'dense, bias, ReLU: [128, 784] · [784, 128]', shapes: () => DENSE },
  'dense-gradient': { label: '… and its three gradients', shapes: () => ({ ...DENSE, gradient: [128, 128] }) },
  'cross-entropy': { label: 'softmax cross-entropy and gradient: [128, 10]', shapes: () => LOGITS },
  'bisam-log': { label: 'BiSAM (−log) and gradient: [128, 10]', shapes: () => LOGITS },
  'bisam-tanh': { label: 'BiSAM (tanh) and gradient: [128, 10]', shapes: () => LOGITS },
  'batch-norm': { label: 'batch norm, training: [n, 32, 32, 16]', shapes: (images) => ({ x: map(images), ...CHANNELS }) },
  'batch-norm-gradient': {
    label: '… and its three gradients',
    shapes: (images) => ({ x: map(images), ...CHANNELS, gradient: map(images) }),
  },
  conv: { label: 'convolution 3×3: [n, 32, 32, 16] to 16', shapes: (images) => ({ x: padded(images), kernel: KERNEL }) },
  'conv-input-gradient': { label: '… gradient of its input', shapes: (images) => ({ gradient: map(images), kernel: KERNEL }) },
  'conv-kernel-gradient': { label: '… gradient of its kernel', shapes: (images) => ({ gradient: map(images), x: padded(images) }) },
  norm: { label: 'norm of 167,818 numbers', shapes: () => ({ gradient: FLAT }) },
  climb: { label: 'w + ρ g/‖g‖ of 167,818 numbers', shapes: () => ({ params: FLAT, gradient: FLAT }) },
  'mini-batch': { label: 'mini-batch of bytes: crop, mirror, cutout, normalize', shapes: () => ({}) },
} as const satisfies Record<string, Case>;

export type CaseName = keyof typeof cases;

/** Standard normal numbers, the same for everybody; `targets` are one-hot. */
export function inputsOf(name: CaseName, images: number): Readonly<Record<string, HostTensor>> {
  const shapes: Readonly<Record<string, readonly number[]>> = cases[name].shapes(images);
  return Object.fromEntries(
    Object.entries(shapes).map(([key, shape]) => {
      const stream = randomStream(1, `kernel ${key}`);
      const size = shape.reduce((product, length) => product * length, 1);
      if (key !== 'targets') return [key, { shape, values: Float32Array.from({ length: size }, () => stream.normal()) }];
      const [rows, columns] = shape as [number, number];
      const values = new Float32Array(size);
      for (let row = 0; row < rows; row++) values[row * columns + stream.integer(columns)] = 1;
      return [key, { shape, values }];
    }),
  );
}

const STORED = 512;
const CROP = { crop: 4, mirror: true, cutout: 16 };
/** Normalization of CIFAR-10. */
const NORMALIZATION = { scale: 1 / 255, mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] };

/** Pictures as they lie in files, and which of them make a batch, how moved. */
export interface Pictures {
  readonly images: PackedImages;
  readonly normalization: typeof NORMALIZATION;
  readonly rows: Uint32Array;
  readonly placements: Placements;
}

/** @param count  of the batch */
export function picturesOf(count: number): Pictures {
  const shape = [32, 32, 3] as const;
  const stream = randomStream(1, 'kernel bytes');
  const bytes = Uint8Array.from({ length: STORED * 32 * 32 * 3 }, () => stream.integer(256));
  return {
    images: { bytes, shape, values: byteValues(NORMALIZATION) },
    normalization: NORMALIZATION,
    rows: Uint32Array.from({ length: count }, () => stream.integer(STORED)),
    placements: drawPlacements(CROP, shape, { seed: 1, step: 0, count, purpose: 'step' }),
  };
}
