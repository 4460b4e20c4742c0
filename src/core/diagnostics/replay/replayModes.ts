import type { Deviation, Tolerance } from '../../replay/compare';
import type { Backend } from '../../tensor/tensor';
import { dot, hessianAt } from '../hessian';
import { logitsAt, plainLoss, readOnce, surfaceOf } from '../lossSurface';
import { meanOf } from '../normalFit';
import { comparison } from './comparison';
import type { ReferenceModes } from './diagnosticsFile';
import { measuredPoint } from './measuredPoint';

/** A net with batch norm: running statistics against those of the batch, in loss, gradient and Hessian product. */
export async function replayMode(
  backend: Backend,
  reference: ReferenceModes,
  mode: 'eval' | 'train',
  tolerance: Tolerance,
): Promise<Deviation> {
  const compare = comparison(`conv ${mode} mode`, tolerance);
  const point = measuredPoint(backend, reference, mode === 'eval' ? 'evaluate' : 'train');
  try {
    const { view, at } = point;
    const theirs = reference.modes[mode];
    const batch = point.batchOf({ shape: reference.xShape, x: reference.x, y: reference.y });
    const surface = surfaceOf(view, [batch]);
    const losses = Array.from(await readOnce(backend, () => plainLoss(logitsAt(view, at, batch), batch.targets).perSample));
    compare.number('loss', meanOf(losses), theirs.loss);
    compare.numbers('perSampleLoss', losses, theirs.perSampleLoss);
    const gradient = await readOnce(backend, () => surface.gradient(at));
    const length = Math.sqrt(dot(gradient, gradient));
    compare.number('gradNorm', length, theirs.gradNorm);
    compare.numbers('gradHead', gradient.subarray(0, theirs.gradHead.length), theirs.gradHead, 'tight', length);
    const probe = Float64Array.from(reference.probe);
    const product = await hessianAt(surface, at)(probe);
    compare.number('vHv', dot(probe, product), theirs.vHv);
    compare.number('hvNorm', Math.sqrt(dot(product, product)), theirs.hvNorm);
    compare.numbers('hvHead', product.subarray(0, theirs.hvHead.length), theirs.hvHead);
    return compare.result();
  } finally {
    point.free();
  }
}
