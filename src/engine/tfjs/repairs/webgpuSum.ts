/**
 * Long sums on webgpu in two stages.
 *
 * The delivered kernel gives each output one workgroup of at most 512 threads, so each thread keeps a float32 running sum
 * of count/512 numbers: Σ of 4,000,000 × 0.1 is off by 1.5e-4. Rows of 1,024 first, then their totals.
 */
import { lengthAt } from '../../../core/tensor/shape';
import {
  engine,
  type KernelFunc,
  type NamedAttrMap,
  PadV2,
  Reshape,
  Sum,
  type Tensor,
  type TensorInfo,
  Transpose,
  util,
} from '@tensorflow/tfjs-core';
import { replaceKernel, type Undo } from './replaceKernel';

const LONG = 2 ** 16;
const ROW = 2 ** 10;

export function repairWebgpuSum(): Undo {
  return replaceKernel('webgpu', Sum, (delivered) => (args) => {
    const x = args.inputs['x'] as Tensor;
    const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims: boolean };
    const axes = util.parseAxisParam(axis, x.shape);
    const count = axes.reduce((product, index) => product * lengthAt(x.shape, index), 1);
    if (count < LONG || x.dtype !== 'float32') return (delivered as KernelFunc)(args);
    const others = x.shape.map((_, index) => index).filter((index) => !axes.includes(index));
    const kept = keepDims
      ? x.shape.map((length, index) => (axes.includes(index) ? 1 : length))
      : others.map((index) => lengthAt(x.shape, index));
    return engine().tidy(() => {
      const run = (kernel: string, tensor: Tensor, attributes: object): Tensor =>
        engine().runKernel(kernel, { x: tensor }, attributes as NamedAttrMap);
      const outer = x.size / count;
      const order = [...others, ...axes];
      const ordered = order.every((index, place) => index === place) ? x : run(Transpose, x, { perm: order });
      const inRows = run(Reshape, ordered, { shape: [outer, count] });
      const missing = (ROW - (count % ROW)) % ROW;
      const whole =
        missing === 0
          ? inRows
          : run(PadV2, inRows, {
              paddings: [
                [0, 0],
                [0, missing],
              ],
              constantValue: 0,
            });
      const totals = run(Sum, run(Reshape, whole, { shape: [outer, (count + missing) / ROW, ROW] }), { axis: [2], keepDims: false });
      return run(Reshape, run(Sum, totals, { axis: [1], keepDims: false }), { shape: kept });
    }) as TensorInfo;
  });
}
