/** `Backend` on one TensorFlow.js backend: making, reading and freeing device tensors. */
import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../../core/failures';
import { sizeOf } from '../../core/tensor/shape';
import { tensorsIn } from '../../core/tensor/stateTree';
import type { Backend, Scalar, Shape, Tensor } from '../../core/tensor/tensor';
import { Constants } from './constants';
import { DeviceTensor, onDevice } from './deviceTensor';
import { type DeviceLimits, expectFits } from '../devices/limits';
import { runKernel } from './runKernel';
import { type Held, store } from './store';

/** A mapping that is aborted rejects just before the device says that it was lost. */
const CAUSE_MS = 100;

export class DeviceBackend implements Backend {
  readonly #constants = new Constants();
  #failure: Failure | undefined;

  constructor(
    readonly name: string,
    readonly limits: DeviceLimits,
  ) {}

  /** Makes this the backend that kernels run on. Throws when TensorFlow.js cannot start it. */
  async activate(): Promise<void> {
    if (!(await tf.setBackend(this.name))) throw new Failure('backend-unavailable', `${this.name} did not start.`);
  }

  /** From now on `read` rejects with `failure`: what the device computes can no longer be trusted. */
  fail(failure: Failure): void {
    this.#failure ??= failure;
  }

  tensor(values: ArrayLike<number>, shape: Shape): Tensor {
    const size = sizeOf(shape);
    if (values.length !== size) throw new Error(`tensor: ${values.length} values for shape [${shape.join(', ')}]`);
    expectFits(size, this.limits);
    // A copy: webgpu and cpu keep the array they are given.
    return this.#wrap(store.make(Float32Array.from(values), [...shape], 'float32'));
  }

  scalar(value: number): Scalar {
    return this.tensor([value], []);
  }

  concat(parts: readonly Tensor[]): Tensor {
    if (parts.length === 0) throw new Error('concat: nothing to join');
    return this.#wrap(store.adopt(runKernel(tf.Concat, parts.map(onDevice), { axis: 0 })));
  }

  async read(tensor: Tensor): Promise<Float64Array> {
    this.#expectTrusted();
    const values = await store.read(onDevice(tensor)).catch(async (error: unknown) => {
      await new Promise((resolve) => setTimeout(resolve, CAUSE_MS));
      throw this.#failure ?? new Failure('device-error', error instanceof Error ? error.message : String(error));
    });
    // An error of the device arrives beside the values, not instead of them: TensorFlow.js would hand out zeros.
    this.#expectTrusted();
    return Float64Array.from(values);
  }

  async readAll(tensors: readonly Tensor[]): Promise<readonly Float64Array[]> {
    if (tensors.length === 0) return [];
    const joined = this.scope(() => this.concat(tensors.map((tensor) => tensor.reshape([onDevice(tensor).size]))));
    const values = await this.read(joined).finally(() => this.free(joined));
    let at = 0;
    return tensors.map((tensor) => values.slice(at, (at += onDevice(tensor).size)));
  }

  scope<R>(work: () => R): R {
    store.start();
    let kept: Held[] = [];
    try {
      const result = work();
      kept = reachable(result);
      return result;
    } finally {
      store.end(kept);
    }
  }

  async scopeAsync<R>(work: () => Promise<R>): Promise<R> {
    store.start();
    let kept: Held[] = [];
    try {
      const result = await work();
      kept = reachable(result);
      return result;
    } finally {
      store.end(kept);
    }
  }

  free(value: unknown): void {
    for (const tensor of reachable(value)) tensor.dispose();
  }

  tensorCount(): number {
    return store.count() - this.#constants.size;
  }

  /** Frees what the backend itself holds. Call when it will not be used again. */
  close(): void {
    this.#constants.free();
  }

  #wrap(tensor: Held): DeviceTensor {
    return new DeviceTensor(tensor, this.#constants);
  }

  #expectTrusted(): void {
    if (this.#failure) throw this.#failure;
  }
}

function reachable(value: unknown): Held[] {
  return [...tensorsIn(value)].map(onDevice);
}
