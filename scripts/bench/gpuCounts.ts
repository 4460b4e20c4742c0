/**
 * Calls of a library to WebGPU, counted at the interface itself: the same for every library.
 *
 * Memory is watched from the start, because a buffer made early may live long; that costs nothing worth mentioning. Calls
 * are counted only between `begin` and its end, never while anything is timed.
 */

export interface GpuCalls {
  readonly dispatches: number;
  readonly passes: number;
  readonly submits: number;
  /** Bytes that the host wrote: `writeBuffer`, and ranges of buffers mapped for writing. */
  readonly uploadedBytes: number;
}

export interface GpuWatch {
  /** Bytes of buffers that were made and neither destroyed nor collected. */
  liveBytes(): number;
  begin(): { calls(): GpuCalls; end(): GpuCalls };
}

/** Returns undefined where there is no WebGPU. */
export function watchGpu(): GpuWatch | undefined {
  if (typeof GPUDevice === 'undefined') return undefined;
  const sizes = new WeakMap<GPUBuffer, { bytes: number }>();
  const mappedAtCreation = new WeakSet<GPUBuffer>();
  let live = 0;
  const release = (held: { bytes: number }) => {
    live -= held.bytes;
    held.bytes = 0;
  };
  const collected = new FinalizationRegistry(release);

  wrap(GPUDevice.prototype, 'createBuffer', (create) => {
    return function (this: GPUDevice, descriptor: GPUBufferDescriptor) {
      const buffer = create.call(this, descriptor);
      const held = { bytes: descriptor.size };
      live += held.bytes;
      sizes.set(buffer, held);
      collected.register(buffer, held);
      if (descriptor.mappedAtCreation) mappedAtCreation.add(buffer);
      return buffer;
    };
  });
  wrap(GPUBuffer.prototype, 'destroy', (destroy) => {
    return function (this: GPUBuffer) {
      const held = sizes.get(this);
      if (held) release(held);
      destroy.call(this);
    };
  });

  return {
    liveBytes: () => live,
    begin() {
      const calls = { dispatches: 0, passes: 0, submits: 0, uploadedBytes: 0 };
      const restore = [
        wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', (dispatch) => {
          return function (this: GPUComputePassEncoder, ...counts: Parameters<GPUComputePassEncoder['dispatchWorkgroups']>) {
            calls.dispatches++;
            dispatch.apply(this, counts);
          };
        }),
        wrap(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', (dispatch) => {
          return function (this: GPUComputePassEncoder, buffer: GPUBuffer, offset: number) {
            calls.dispatches++;
            dispatch.call(this, buffer, offset);
          };
        }),
        wrap(GPUCommandEncoder.prototype, 'beginComputePass', (begin) => {
          return function (this: GPUCommandEncoder, descriptor?: GPUComputePassDescriptor) {
            calls.passes++;
            return begin.call(this, descriptor);
          };
        }),
        wrap(GPUQueue.prototype, 'submit', (submit) => {
          return function (this: GPUQueue, buffers: Iterable<GPUCommandBuffer>) {
            calls.submits++;
            submit.call(this, buffers);
          };
        }),
        wrap(GPUQueue.prototype, 'writeBuffer', (write) => {
          return function (this: GPUQueue, ...written: Parameters<GPUQueue['writeBuffer']>) {
            calls.uploadedBytes += writtenBytes(...written);
            write.apply(this, written);
          };
        }),
        wrap(GPUBuffer.prototype, 'getMappedRange', (range) => {
          return function (this: GPUBuffer, ...part: Parameters<GPUBuffer['getMappedRange']>) {
            const bytes = range.apply(this, part);
            if (mappedAtCreation.has(this) || this.usage & GPUBufferUsage.MAP_WRITE) calls.uploadedBytes += bytes.byteLength;
            return bytes;
          };
        }),
      ];
      return {
        calls: () => ({ ...calls }),
        end() {
          for (const undo of restore) undo();
          return { ...calls };
        },
      };
    },
  };
}

/** Offsets and sizes of typed arrays count elements, those of plain memory bytes. */
function writtenBytes(...[, , data, offset = 0, size]: Parameters<GPUQueue['writeBuffer']>): number {
  const unit = 'BYTES_PER_ELEMENT' in data ? (data.BYTES_PER_ELEMENT as number) : 1;
  return size === undefined ? data.byteLength - offset * unit : size * unit;
}

/** Replaces a method; returns what puts it back. */
function wrap<T extends object, K extends keyof T>(prototype: T, name: K, wrapped: (original: T[K]) => T[K]): () => void {
  const original = prototype[name];
  prototype[name] = wrapped(original);
  return () => {
    prototype[name] = original;
  };
}
