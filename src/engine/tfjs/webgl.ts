import { env } from '@tensorflow/tfjs-core';
import { Failure } from '../../core/failures';
import { DeviceBackend } from './deviceBackend';
import { repairGpuMaxPoolGradient } from './repairs/gpuMaxPoolGradient';
import { NotOffered, type OpenedDevice, type OpenOptions } from '../devices/device';

/** With 20 million numbers in a tensor the backend gave wrong sums (measured); fewer than half of it is allowed. */
const MAX_NUMBERS = 8e6;

/** One for the thread, with one context: TensorFlow.js keeps the first that it is given. */
let canvas: OffscreenCanvas | undefined;

export async function openWebgl({ allowSoftware, onFailure }: OpenOptions): Promise<OpenedDevice> {
  if (typeof OffscreenCanvas === 'undefined') throw new NotOffered('this browser has no WebGL in workers');
  // TensorFlow.js's own attributes, but for the refusal of software: that is decided, and explained, here.
  const attributes = { alpha: false, antialias: false, premultipliedAlpha: false, depth: false, stencil: false };
  canvas ??= new OffscreenCanvas(300, 150);
  const gl = canvas.getContext('webgl2', attributes);
  if (!gl) throw new NotOffered('this browser offers no WebGL 2');
  const renderer = rendererName(gl);
  const software = /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
  if (software && !allowSoftware) throw new NotOffered(`WebGL is computed in software (${renderer}), slower than wasm`, true);

  const { setWebGLContext } = await import('@tensorflow/tfjs-backend-webgl');
  setWebGLContext(2, gl as unknown as Parameters<typeof setWebGLContext>[1]);
  // As on webgpu: what is tested must be what runs.
  env().set('WEBGL_CPU_FORWARD', false);
  if (!env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw new NotOffered(`${renderer} computes in half precision only`);
  repairGpuMaxPoolGradient('webgl');
  const backend = new DeviceBackend('webgl', { maxBufferBytes: MAX_NUMBERS * 4 });
  await backend.activate();
  canvas.addEventListener('webglcontextlost', () => {
    const detail = `${renderer} lost its WebGL context.`;
    backend.fail(new Failure('device-lost', detail));
    onFailure('device-lost', detail);
  });
  return { backend, adapter: renderer, software };
}

function rendererName(gl: WebGL2RenderingContext): string {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  return String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}
