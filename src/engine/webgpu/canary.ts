/**
 * Does the device do all that it was handed over? Implementations drop work that took too long and go on with what comes next,
 * so that a run would end with other numbers and nobody would know. Every submission therefore ends by raising a number, and
 * every read brings it back: where it is not as many as there were submissions, the device is lost.
 */
const [COPY_FROM, STORAGE, COMPUTE] = [0x4, 0x80, 0x4];

const CODE = `@group(0) @binding(0) var<storage, read_write> raised: array<u32>;
@compute @workgroup_size(1) fn main() { raised[0] = raised[0] + 1u; }`;

export interface Canary {
  /** Holds the number, one word. */
  readonly buffer: GPUBuffer;
  /** Last of a submission. */
  raise(pass: GPUComputePassEncoder): void;
}

export async function createCanary(device: GPUDevice): Promise<Canary> {
  const layout = device.createBindGroupLayout({ entries: [{ binding: 0, visibility: COMPUTE, buffer: { type: 'storage' } }] });
  const pipeline = await device.createComputePipelineAsync({
    label: 'canary',
    layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module: device.createShaderModule({ code: CODE, label: 'canary' }), entryPoint: 'main' },
  });
  const buffer = device.createBuffer({ size: 4, usage: STORAGE | COPY_FROM });
  const group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer } }] });
  return {
    buffer,
    raise(pass) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(1);
    },
  };
}
