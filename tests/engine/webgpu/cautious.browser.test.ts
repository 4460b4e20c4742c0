/** Devices that err, refuse, forget and dawdle. What the page does about it is tried on one that does none of it, made to. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runOf } from '../../../src/core/settings/runs';
import { selfTest } from '../../../src/engine/devices/selfTest';
import type { Notices } from './openCompiled';
import { HARDWARE, type KernelTuning } from '../../../src/engine/webgpu/tuning';
import { createGroup } from '../../../src/engine/group/group';
import { curves, finish, states, tiny } from '../groupExperiment';
import { openCompiled } from './openCompiled';

afterEach(() => {
  vi.restoreAllMocks();
});

const runs = [runOf('r1', 'sgd'), runOf('r2', 'sam'), runOf('r3', 'sam', { rho: 0.2 })];
const experiment = tiny({ runs, training: { steps: 6, every: 3 } });

/** All that is said of three runs, and where they end. */
async function trained(tuning: Partial<KernelTuning> = {}, said: Notices = []) {
  const backend = await openCompiled(tuning, undefined, said);
  const group = createGroup(backend, experiment);
  const { ticks } = await finish(group, 3);
  const end = { curves: runs.map(({ id }) => curves(ticks, `${id}/1`)), states: await states(group) };
  group.free();
  backend.close();
  return end;
}

it.each([
  ['in submissions of one kernel each', { firstRate: 1e-6 }],
  ['in dispatches of few threads each', { mostWork: 500 }],
  ['with products of single places', { largestTile: 1 }],
] as const)('the numbers are the same %s', async (_, tuning) => {
  const submit = vi.spyOn(GPUQueue.prototype, 'submit');
  const dispatch = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups');
  const counted = async (one: Partial<KernelTuning>) => {
    const before = [submit.mock.calls.length, dispatch.mock.calls.length] as const;
    const end = await trained(one);
    return { end, submits: submit.mock.calls.length - before[0], dispatches: dispatch.mock.calls.length - before[1] };
  };
  const plain = await counted({});
  const cautious = await counted(tuning);
  expect(cautious.end).toEqual(plain.end);
  if ('firstRate' in tuning) expect(cautious.submits).toBeGreaterThan(2 * plain.submits);
  if ('mostWork' in tuning) expect(cautious.dispatches).toBeGreaterThan(1.5 * plain.dispatches);
});

it('nothing is compiled while the thread waits for it', async () => {
  const waiting = vi.spyOn(GPUDevice.prototype, 'createComputePipeline');
  const meanwhile = vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync');
  await trained();
  expect(waiting).not.toHaveBeenCalled();
  expect(meanwhile).toHaveBeenCalled();
});

describe('work that the device drops', () => {
  it('is noticed at the next read, which rejects: the device is lost', async () => {
    const said: Notices = [];
    const backend = await openCompiled({}, undefined, said);
    const x = backend.tensor([1, 2, 3], [3]);
    const twice = backend.scope(() => x.mul(2));
    expect([...(await backend.read(twice))]).toEqual([2, 4, 6]);
    const submit = vi.spyOn(GPUQueue.prototype, 'submit').mockImplementationOnce(() => undefined);
    const thrice = backend.scope(() => x.mul(3));
    const large = backend.tensor(new Float32Array(2 ** 19), [2 ** 19]); // goes up with a submission of its own, after the one that is dropped
    expect(submit).toHaveBeenCalled();
    await expect(backend.read(thrice)).rejects.toMatchObject({ code: 'device-lost', detail: expect.stringContaining('dropped') });
    await expect(backend.read(large)).rejects.toMatchObject({ code: 'device-lost' });
    expect(said).toEqual(['device-lost']);
  });
});

describe('a kernel that the driver refuses', () => {
  const refuse = (when: (kernel: string) => boolean) => {
    const real = GPUDevice.prototype.createComputePipelineAsync;
    return vi.spyOn(GPUDevice.prototype, 'createComputePipelineAsync').mockImplementation(function (this: GPUDevice, described) {
      return when(described.label ?? '') ? Promise.reject(new Error('too complex')) : real.call(this, described);
    });
  };

  it('is tried with smaller tiles, and the numbers are the same', async () => {
    const plain = await trained();
    let refused = 0;
    refuse((kernel) => kernel.startsWith('matMul') && refused++ < 1);
    expect(await trained()).toEqual(plain);
    expect(refused).toBeGreaterThan(1);
  });

  it('with any tile is named in the failure, and does not end the thread', async () => {
    refuse((kernel) => kernel.startsWith('matMul'));
    await expect(trained()).rejects.toMatchObject({
      code: 'device-error',
      detail: expect.stringMatching(/refused a kernel \(matMul.*too complex/),
    });
  });
});

describe('a device that is slow to say that it is done', () => {
  /** Mapping waits until something is submitted after it, as if the browser looked only then. */
  const dawdle = () => {
    const waiting: (() => void)[] = [];
    const real = { map: GPUBuffer.prototype.mapAsync, submit: GPUQueue.prototype.submit };
    vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementation(async function (this: GPUBuffer, ...args) {
      await Promise.race([new Promise<void>((resolve) => waiting.push(resolve)), new Promise((resolve) => setTimeout(resolve, 120))]);
      return real.map.apply(this, args);
    });
    return vi.spyOn(GPUQueue.prototype, 'submit').mockImplementation(function (this: GPUQueue, buffers) {
      if ([...buffers].length === 0) for (const go of waiting.splice(0)) go();
      real.submit.call(this, buffers);
    });
  };

  it('is poked, and no other is', async () => {
    const isPoke = ([buffers]: readonly [Iterable<GPUCommandBuffer>]) => [...buffers].length === 0;
    const submit = dawdle();
    const backend = await openCompiled();
    await backend.read(backend.tensor([1], [1]));
    const pokes = submit.mock.calls.filter(isPoke).length;
    expect(pokes).toBeGreaterThan(0);
    vi.restoreAllMocks();
    const other = vi.spyOn(GPUQueue.prototype, 'submit');
    const prompt = await openCompiled();
    await prompt.read(prompt.tensor([1], [1]));
    expect(other.mock.calls.some(isPoke)).toBe(false);
  });
});

describe('a driver that computes', () => {
  const faults: readonly (readonly [what: string, broken: (code: string) => string, named: RegExp])[] = [
    ['tanh wrong by 5 %', (code) => code.replace(/= tanh\(/g, '= 1.05 * tanh('), /tanh/],
    ['sqrt wrong by 5 %', (code) => code.replace(/= sqrt\(/g, '= 1.05 * sqrt('), /sqrt/],
    ['erf wrong by 5 %', (code) => code.replace('return sign(x) * y;', 'return 1.05 * sign(x) * y;'), /erf/],
    ['one of several equal kernels only', (code) => code.replaceAll('group.z *', '0u *'), /other addresses/],
    ['one dimension of a grid only', (code) => code.replace('group.y * groups.x + ', ''), /one dimension/],
    ['the image beside', (code) => code.replace(/= select\(0u, (\w+), /g, '= select(0u, $1 + 1u, '), /images/],
  ];

  it.each(faults)('%s is refused by the self-test', async (_, broken, named) => {
    const real = GPUDevice.prototype.createShaderModule;
    let changed = 0;
    vi.spyOn(GPUDevice.prototype, 'createShaderModule').mockImplementation(function (this: GPUDevice, described) {
      const code = broken(described.code);
      if (code !== described.code) changed++;
      return real.call(this, { ...described, code });
    });
    const backend = await openCompiled(HARDWARE);
    const { passed, checks } = await selfTest(backend);
    backend.close();
    expect(changed).toBeGreaterThan(0);
    expect(passed).toBe(false);
    expect(checks.filter(({ error }) => !(error <= 1e-4)).map(({ name }) => name)).toContainEqual(expect.stringMatching(named));
  });
});
