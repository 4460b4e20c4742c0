import { engine, env } from '@tensorflow/tfjs-core';
import { Failure } from '../../core/failures';
import { DeviceBackend } from '../deviceBackend';
import { repairGpuArgMax, repairGpuMaxPoolGradient } from '../kernels/gpuFirstMaximum';
import { NotOffered, type OpenedDevice, type OpenOptions } from './candidate';

/** Above this many numbers the backend gave wrong sums (20 million did, measured); half of it is asked for at most. */
const MAX_NUMBERS = 8e6;

export async function openWebgl({ allowSoftware, onFailure }: OpenOptions): Promise<OpenedDevice> {
  if (typeof OffscreenCanvas === 'undefined') throw new NotOffered('this browser has no WebGL in workers');
  const renderer = rendererName();
  if (renderer === undefined) throw new NotOffered('this browser offers no WebGL 2');
  const software = /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
  if (software && !allowSoftware) throw new NotOffered(`WebGL is computed in software (${renderer}), slower than wasm`);

  await import('@tensorflow/tfjs-backend-webgl');
  // As on webgpu: what is tested must be what runs.
  env().set('WEBGL_CPU_FORWARD', false);
  if (!env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw new NotOffered(`${renderer} computes in half precision only`);
  repairGpuMaxPoolGradient('webgl');
  repairGpuArgMax('webgl');
  const backend = new DeviceBackend('webgl', { maxBufferBytes: MAX_NUMBERS * 4 });
  await backend.activate();
  const running = engine().backend as unknown as { getGPGPUContext(): { gl: { canvas: EventTarget } } };
  running.getGPGPUContext().gl.canvas.addEventListener('webglcontextlost', () => {
    const detail = `${renderer} lost its WebGL context.`;
    backend.fail(new Failure('device-lost', detail));
    onFailure('device-lost', detail);
  });
  return { backend, adapter: renderer, software };
}

function rendererName(): string | undefined {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return undefined;
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}
