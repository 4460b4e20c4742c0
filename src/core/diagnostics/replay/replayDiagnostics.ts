/** Replays a file of reference measurements, group by group. */
import { Failure } from '../../failures';
import type { Deviation, Tolerance } from '../../replay/compare';
import { NotBuilt } from '../../replay/notBuilt';
import type { Backend } from '../../tensor/tensor';
import { type DiagnosticsFile, type ReferencePoint, unreadKeys } from './diagnosticsFile';
import { type MeasuredPoint, measuredPoint } from './measuredPoint';
import { replayHessian } from './replayHessian';
import { replayMode } from './replayModes';
import { replayAnswers, replayFlips, replayGradients, replayLandscape, replaySharpness } from './replayNeighbourhood';

type Result = Deviation | { readonly name: string; readonly notBuilt: string };

/** Every group at a point of known Hessian, with what it is called where it cannot be read. */
const groups: Readonly<
  Record<string, (point: MeasuredPoint, reference: ReferencePoint, tolerance: Tolerance) => Promise<Deviation | readonly Deviation[]>>
> = {
  'mlp losses and gradient': replayAnswers,
  'mlp hessian': replayHessian,
  'mlp mini-batch gradients': replayGradients,
  'mlp sharpness': replaySharpness,
  'mlp flipped samples': replayFlips,
  'mlp landscape': replayLandscape,
};

/**
 * One deviation per group of measurements; what the file holds and this build does not know is named. A group that cannot
 * be read has failed with the reason and hides no other. Throws a `Failure` when the device fails.
 *
 * Cost: governed by the d Hessian products of the net.
 */
export async function replayDiagnostics(file: DiagnosticsFile, backend: Backend, tolerance: Tolerance): Promise<readonly Result[]> {
  const results: Result[] = [];
  const { mlp, conv } = file;
  for (const [name, replay] of mlp ? Object.entries(groups) : [])
    if (mlp) results.push(...(await guarded(name, () => atPoint(backend, mlp, (point) => replay(point, mlp, tolerance)))));
  for (const mode of conv ? (['eval', 'train'] as const) : [])
    if (conv) results.push(...(await guarded(`conv ${mode} mode`, () => replayMode(backend, conv, mode, tolerance))));
  return [...results, ...unreadKeys(file).map((name) => ({ name, notBuilt: `diagnostics of ${name}` }))];
}

async function atPoint<R>(backend: Backend, reference: ReferencePoint, work: (point: MeasuredPoint) => Promise<R>): Promise<R> {
  const point = measuredPoint(backend, reference, 'evaluate');
  try {
    return await work(point);
  } finally {
    point.free();
  }
}

async function guarded(name: string, work: () => Promise<Deviation | readonly Deviation[]>): Promise<readonly Result[]> {
  try {
    return [await work()].flat();
  } catch (error) {
    if (error instanceof Failure || !(error instanceof Error)) throw error;
    if (error instanceof NotBuilt) return [{ name, notBuilt: error.message }];
    const unknown = Number.POSITIVE_INFINITY;
    return [
      {
        name,
        params: unknown,
        losses: unknown,
        norms: unknown,
        loose: unknown,
        looselyCompared: [],
        failures: [error.message],
        compared: 0,
      },
    ];
  }
}
