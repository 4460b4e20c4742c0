import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GpuWatch, watchGpu } from '../../../scripts/bench/gpuCounts';

let watch: GpuWatch;
let device: GPUDevice;
beforeAll(async () => {
  const watching = watchGpu();
  const adapter = await navigator.gpu.requestAdapter();
  if (!watching || !adapter) throw new Error('this browser has no WebGPU');
  watch = watching;
  device = await adapter.requestDevice();
});
afterAll(() => device.destroy());

const buffer = (size: number, usage: number, mappedAtCreation = false) => device.createBuffer({ size, usage, mappedAtCreation });

/** One pass with `dispatches` dispatches of a shader that does nothing. */
function pass(encoder: GPUCommandEncoder, dispatches: number, indirect?: GPUBuffer): void {
  const module = device.createShaderModule({ code: '@compute @workgroup_size(1) fn nothing() {}' });
  const begun = encoder.beginComputePass();
  begun.setPipeline(device.createComputePipeline({ layout: 'auto', compute: { module } }));
  for (let made = 0; made < dispatches; made++) begun.dispatchWorkgroups(1);
  if (indirect) begun.dispatchWorkgroupsIndirect(indirect, 0);
  begun.end();
}

it('dispatches, passes and submits are counted between the beginning and the end only', () => {
  const indirect = buffer(12, GPUBufferUsage.INDIRECT);
  const submit = () => {
    const encoder = device.createCommandEncoder();
    pass(encoder, 2);
    pass(encoder, 1, indirect);
    device.queue.submit([encoder.finish()]);
  };
  submit();
  const counting = watch.begin();
  submit();
  expect(counting.calls()).toEqual({ dispatches: 4, passes: 2, submits: 1, uploadedBytes: 0 });
  submit();
  expect(counting.end()).toEqual({ dispatches: 8, passes: 4, submits: 2, uploadedBytes: 0 });
  const original = GPUQueue.prototype.submit;
  watch.begin().end();
  expect(GPUQueue.prototype.submit).toBe(original);
});

it('uploads are counted in bytes, however they are made', () => {
  const target = buffer(64, GPUBufferUsage.COPY_DST);
  const counted = (upload: () => void) => {
    const counting = watch.begin();
    upload();
    return counting.end().uploadedBytes;
  };
  const numbers = new Float32Array(8);
  expect(counted(() => device.queue.writeBuffer(target, 0, numbers))).toBe(32);
  expect(counted(() => device.queue.writeBuffer(target, 0, numbers, 3))).toBe(20);
  expect(counted(() => device.queue.writeBuffer(target, 0, numbers, 3, 2))).toBe(8);
  expect(counted(() => device.queue.writeBuffer(target, 0, numbers.buffer, 4, 16))).toBe(16);
  expect(counted(() => buffer(48, GPUBufferUsage.STORAGE, true).getMappedRange(0, 24))).toBe(24);
});

it('what is read back is no upload', async () => {
  const source = buffer(16, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
  await source.mapAsync(GPUMapMode.READ);
  const counting = watch.begin();
  source.getMappedRange();
  expect(counting.end().uploadedBytes).toBe(0);
});

it('memory is that of the buffers alive, and nothing is subtracted twice', () => {
  const before = watch.liveBytes();
  const one = buffer(1024, GPUBufferUsage.STORAGE);
  const other = buffer(512, GPUBufferUsage.STORAGE);
  expect(watch.liveBytes() - before).toBe(1536);
  one.destroy();
  one.destroy();
  expect(watch.liveBytes() - before).toBe(512);
  other.destroy();
  expect(watch.liveBytes()).toBe(before);
});
