import { afterEach, describe, expect, it, vi } from 'vitest';
import { float64Backend } from '../../../src/core/tensor/float64';
import { type Devices, openBackend } from '../../../src/engine/devices/openBackend';
import { SELF_TEST_TOLERANCE } from '../../../src/engine/devices/selfTest';
import { type Device, type DeviceName, NotOffered, type OpenDevice } from '../../../src/engine/devices/device';

const MIB = 2 ** 20;

afterEach(() => void vi.restoreAllMocks());

/** A device that computes right, on plain doubles. */
function right(name: DeviceName, software = false): OpenDevice {
  return async ({ allowSoftware }) => {
    if (software && !allowSoftware) throw new NotOffered('the only adapter is software', true);
    return { backend: device(name), adapter: `${name} of the test`, software };
  };
}

function device(name: DeviceName): Device {
  return { ...float64Backend, name, limits: { maxBufferBytes: MIB }, activate: async () => undefined, close: () => undefined };
}

/** A device whose numbers are off by a thousandth. */
const wrong =
  (name: DeviceName): OpenDevice =>
  async () => {
    const tensor: Device['tensor'] = (values, shape) =>
      float64Backend.tensor(
        Array.from(values, (value) => value * 1.001),
        shape,
      );
    return { backend: { ...device(name), tensor }, adapter: `${name} of the test`, software: false };
  };

const absent: OpenDevice = async () => {
  throw new NotOffered('there is none');
};

const all: Devices = { webgpu: right('webgpu'), 'webgpu-eager': absent, webgl: right('webgl'), wasm: right('wasm'), cpu: right('cpu') };

describe('opening a backend', () => {
  it('takes the first that passes, and looks no further', async () => {
    const { backend, report } = await openBackend('auto', {}, all);
    expect(backend.name).toBe('webgpu');
    expect(report.candidates.map(({ name }) => name)).toEqual(['webgpu']);
    expect(backend.limits.maxBufferBytes).toBe(MIB);
    expect(report.sentence).toContain('WebGPU on webgpu of the test: the first choice');
  });

  it('passes over what is absent, software or wrong, and says so', async () => {
    const { report } = await openBackend('auto', {}, { ...all, webgpu: right('webgpu', true), webgl: wrong('webgl') });
    expect(report.backend).toBe('wasm');
    expect(report.candidates.map(({ name, admitted }) => [name, admitted])).toEqual([
      ['webgpu', false],
      ['webgl', false],
      ['wasm', true],
    ]);
    expect(report.candidates[1]?.selfTestError).toBeGreaterThan(SELF_TEST_TOLERANCE);
    expect(report.sentence).toMatch(
      /no WebGPU, because the only adapter is software; no WebGL, because it computes wrong numbers \(matMul a·b off by/,
    );
  });

  it('races the admitted on a workload and names their times', async () => {
    let clock = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const workload = async (backend: { name: string }) => {
      clock += backend.name === 'webgpu' ? 60 : 1;
    };
    const { report } = await openBackend('auto', { workload }, { ...all, webgl: absent });
    expect(report.backend).toBe('wasm');
    expect(report.candidates.map(({ name }) => name)).toEqual(['webgpu', 'webgl', 'wasm']);
    expect(report.sentence).toMatch(/the fastest here \(webgpu: [\d.]+ ms per step, wasm: [\d.]+ ms per step\)/);
  });

  it('drops a racer whose step fails', async () => {
    const workload = async (backend: { name: string }) => {
      if (backend.name === 'webgpu') throw new Error('no memory');
    };
    const { report } = await openBackend('auto', { workload }, { ...all, webgl: absent });
    expect(report.backend).toBe('wasm');
    expect(report.sentence).toContain('no WebGPU, because the probe step failed (no memory)');
  });

  it('tries TensorFlow.js on WebGPU where our kernels are wrong, and says so', async () => {
    const { report } = await openBackend('auto', {}, { ...all, webgpu: wrong('webgpu'), 'webgpu-eager': right('webgpu-eager') });
    expect(report.backend).toBe('webgpu-eager');
    expect(report.sentence).toContain('no WebGPU, because it computes wrong numbers');
  });

  it('falls back to cpu when nothing else is admitted', async () => {
    const { report } = await openBackend('auto', {}, { ...all, webgpu: absent, webgl: absent, wasm: wrong('wasm') });
    expect(report.backend).toBe('cpu');
  });

  it('fails in words when nothing is admitted at all', async () => {
    const opening = openBackend('auto', {}, { ...all, webgpu: absent, webgl: absent, wasm: wrong('wasm'), cpu: absent });
    await expect(opening).rejects.toMatchObject({ code: 'no-backend', message: expect.stringContaining('WebGPU: there is none.') });
  });

  it('gives a backend asked for by name, or a failure that says why not', async () => {
    expect((await openBackend('wasm', {}, all)).report.backend).toBe('wasm');
    await expect(openBackend('webgl', {}, { ...all, webgl: absent })).rejects.toMatchObject({ code: 'backend-unavailable' });
    await expect(openBackend('wasm', {}, { ...all, wasm: wrong('wasm') })).rejects.toMatchObject({ code: 'self-test-failed' });
  });

  it('uses a software adapter only when asked to', async () => {
    const devices = { ...all, webgpu: right('webgpu', true) };
    await expect(openBackend('webgpu', {}, devices)).rejects.toMatchObject({ code: 'only-software-adapter' });
    expect((await openBackend('webgpu', { allowSoftware: true }, devices)).report.sentence).toContain('(software adapter)');
    expect((await openBackend('webgpu-software', {}, devices)).report.candidates).toMatchObject([{ name: 'webgpu', software: true }]);
    expect((await openBackend('auto', { allowSoftware: true }, devices)).report.backend).toBe('webgl');
  });

  it('refuses a device whose self-test throws', async () => {
    const broken: OpenDevice = async () => ({
      backend: { ...device('wasm'), read: () => Promise.reject(new Error('lost')) },
      adapter: 'x',
      software: false,
    });
    await expect(openBackend('wasm', {}, { ...all, wasm: broken })).rejects.toThrow('its self-test could not run (lost)');
  });

  it('passes on the failures of the chosen device, not of a refused one', async () => {
    const failures: string[] = [];
    const later: (() => void)[] = [];
    const failing =
      (open: OpenDevice): OpenDevice =>
      async (options) => {
        options.onFailure('device-error', 'while it was tested');
        later.push(() => options.onFailure('device-lost', 'later'));
        return open(options);
      };
    const devices = { ...all, webgpu: failing(wrong('webgpu')), webgl: absent, wasm: failing(right('wasm')) };
    await openBackend('auto', { onFailure: (code) => failures.push(code) }, devices);
    expect(failures).toEqual([]);
    for (const fail of later) fail();
    expect(failures).toEqual(['device-lost']);
  });
});
