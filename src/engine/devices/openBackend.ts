/**
 * Which device computes, and why.
 *
 * In order: WebGPU on a real adapter (our kernels, or TensorFlow.js's where ours fail), WebGL on a real GPU, wasm, cpu. Each is
 * admitted only after its self-test; with a workload, the admitted ones race. Nothing is ever chosen silently: the report names every candidate and its fate.
 */
import { Failure, type FailureCode } from '../../core/failures';
import type { BackendReport } from '../../core/protocol/backendReport';
import { type Device, type DeviceName, NotOffered, type OpenDevice, type OpenedDevice, type OpenOptions } from './device';
import { openWasm } from '../wasm/open';
import { openWebgpu } from '../webgpu/open';
import { probe, type Workload } from './probe';
import { SELF_TEST_TOLERANCE, type SelfTestReport, selfTest } from './selfTest';

export type BackendRequest = 'auto' | DeviceName | 'webgpu-software';

export interface OpenBackendOptions {
  /** Accept a software adapter for `webgpu` or `webgl` when asked for by name. `auto` never does. */
  readonly allowSoftware?: boolean;
  /** Race the admitted candidates on this and take the fastest (small nets: a GPU's latency may cost more than it saves). */
  readonly workload?: Workload;
  /** Called once or more when the device fails later; reads from it reject from then on. */
  readonly onFailure?: (code: FailureCode, detail: string) => void;
  /** Devices that were lost before. */
  readonly losses?: number;
  /** Called now and then during a computation that keeps the thread busy for long, from the self-test on. */
  readonly onBreath?: () => void;
}

export type Devices = Readonly<Record<DeviceName, OpenDevice>>;

/** TensorFlow.js is loaded by whoever computes with it. */
const builtIn: Devices = {
  webgpu: openWebgpu,
  'webgpu-eager': async (options) => (await import('../tfjs/webgpuEager')).openWebgpuEager(options),
  webgl: async (options) => (await import('../tfjs/webgl')).openWebgl(options),
  wasm: openWasm,
  cpu: async () => (await import('../tfjs/cpu')).openCpu(),
};
const labels: Readonly<Record<DeviceName, string>> = {
  webgpu: 'WebGPU',
  'webgpu-eager': 'WebGPU with TensorFlow.js',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
};
/** Best first. cpu is never raced, and TensorFlow.js's WebGPU neither: they are there for when what is before them is not. */
const preferred: readonly DeviceName[] = ['webgpu', 'webgpu-eager', 'webgl', 'wasm', 'cpu'];

export interface OpenedBackend {
  readonly backend: Device;
  readonly report: BackendReport;
  /** It computes on a graphics card. */
  readonly isCard: boolean;
}

/** A candidate and how it fared. */
interface Examined {
  readonly name: DeviceName;
  /** Where it was admitted. */
  readonly opened?: OpenedDevice;
  /** Device: vendor, architecture, renderer. `null` when it was never opened. */
  readonly adapter: string | null;
  readonly software: boolean;
  /** Why it was refused; empty when admitted. */
  readonly reason: string;
  readonly tested: SelfTestReport | null;
  /** Median milliseconds of the workload; `null` when there was no race. */
  readonly stepMs: number | null;
  /** From now on its failures are everybody's business; those of a refused candidate are only its own. */
  readonly listen: () => void;
}

/**
 * Opens the requested backend, or the best one, and makes it the one that computes.
 *
 * @throws `Failure`: `backend-unavailable`, `only-software-adapter` or `self-test-failed` for a backend asked for by name,
 *   `no-backend` when `auto` finds none.
 */
export async function openBackend(
  request: BackendRequest,
  options: OpenBackendOptions = {},
  devices: Devices = builtIn,
): Promise<OpenedBackend> {
  if (request !== 'auto') return openByName(request, options, devices);
  const candidates: Examined[] = [];
  for (const name of preferred) {
    if (name === 'cpu' && candidates.some(({ opened }) => opened)) break;
    // Where WebGPU is not offered at all, TensorFlow.js does not find it either.
    if (name === 'webgpu-eager' && !isWorthTrying(candidates)) continue;
    const candidate = await examine(devices[name], name, false, options);
    candidates.push(options.workload ? await raced(candidate, options.workload) : candidate);
    if (candidate.opened && !options.workload) break;
  }
  const admitted = candidates.filter(({ opened }) => opened);
  const chosen = admitted.reduce<Examined | undefined>((best, next) => (best && speed(best) <= speed(next) ? best : next), undefined);
  if (!chosen?.opened) throw new Failure('no-backend', candidates.map(({ name, reason }) => `${labels[name]}: ${reason}.`).join(' '));
  for (const { opened } of admitted) if (opened !== chosen.opened) opened?.backend.close();
  return settled(chosen, chosen.opened, candidates, whyChosen(chosen, candidates));
}

/** The device that training has begun on, whatever else there is: another one rounds otherwise. The best one where it is not to be had. */
export async function openAgain(begunOn: string, options: OpenBackendOptions = {}, devices: Devices = builtIn): Promise<OpenedBackend> {
  const name = preferred.find((one) => one === begunOn);
  const candidate = name && (await examine(devices[name], name, false, options));
  if (!candidate?.opened) return openBackend('auto', options, devices);
  return settled(candidate, candidate.opened, [candidate], 'what this run was begun on');
}

async function openByName(request: Exclude<BackendRequest, 'auto'>, options: OpenBackendOptions, devices: Devices): Promise<OpenedBackend> {
  const name = request === 'webgpu-software' ? 'webgpu' : request;
  // Who asks for one of these names wants it wherever it computes.
  const allowSoftware = request === 'webgpu-software' || request === 'webgpu-eager' || (options.allowSoftware ?? false);
  const candidate = await examine(devices[name], name, allowSoftware, options);
  if (!candidate.opened) throw new Failure(whyRefused(candidate), `${labels[name]}: ${candidate.reason}.`);
  return settled(candidate, candidate.opened, [candidate], 'as requested');
}

function whyRefused({ tested, software }: Examined): FailureCode {
  if (tested) return 'self-test-failed';
  return software ? 'only-software-adapter' : 'backend-unavailable';
}

/** Makes the chosen candidate the one that computes, and describes the choice. */
async function settled(
  { name, listen }: Examined,
  { backend, adapter, software }: OpenedDevice,
  candidates: readonly Examined[],
  why: string,
): Promise<OpenedBackend> {
  await backend.activate();
  listen();
  return {
    backend,
    isCard: !software && name !== 'wasm' && name !== 'cpu',
    report: {
      backend: name,
      adapter,
      sentence: `${labels[name]} on ${adapter}${software ? ' (software adapter)' : ''}: ${why}.`,
      candidates: candidates.map(reported),
      versions: { basin: __BASIN_VERSION__, tensorflow: '4.22.0' },
    },
  };
}

/** The part of it that people and exports need. */
function reported({ name, opened, adapter, software, reason, tested }: Examined): BackendReport['candidates'][number] {
  return {
    name,
    adapter: adapter ?? '',
    software,
    admitted: opened !== undefined,
    reason,
    selfTestMs: tested ? Math.round(tested.ms) : null,
    selfTestError: tested ? Math.max(...tested.checks.map(({ error }) => error)) : null,
  };
}

/** Opens one candidate and tests it; a refusal is a value with its reason. */
async function examine(open: OpenDevice, name: DeviceName, allowSoftware: boolean, options: OpenBackendOptions): Promise<Examined> {
  const refused = (reason: string, adapter: string | null = null, software = false, tested: SelfTestReport | null = null): Examined => ({
    name,
    adapter,
    software,
    reason,
    tested,
    stepMs: null,
    listen: () => undefined,
  });
  let report: OpenOptions['onFailure'] = () => undefined;
  let opened: OpenedDevice;
  try {
    opened = await open({
      allowSoftware,
      onFailure: (code, detail) => report(code, detail),
      ...(options.losses === undefined ? {} : { losses: options.losses }),
      ...(options.onBreath ? { onBreath: options.onBreath } : {}),
    });
  } catch (error) {
    if (error instanceof NotOffered) return refused(error.message, null, error.software);
    return refused(`it did not start (${error instanceof Error ? error.message : String(error)})`);
  }
  const { backend, adapter, software } = opened;
  let tested: SelfTestReport;
  try {
    tested = await selfTest(backend);
  } catch (error) {
    backend.close();
    return refused(`its self-test could not run (${error instanceof Error ? error.message : String(error)})`, adapter, software);
  }
  if (!tested.passed) {
    backend.close();
    return refused(`it computes wrong numbers (${wrongChecks(tested)})`, adapter, software, tested);
  }
  const listen = () => {
    report = options.onFailure ?? report;
  };
  return { name, opened, adapter, software, reason: '', tested, stepMs: null, listen };
}

async function raced(candidate: Examined, workload: Workload): Promise<Examined> {
  const { opened, ...rest } = candidate;
  if (!opened) return candidate;
  try {
    return { ...candidate, stepMs: await probe(opened.backend, workload) };
  } catch (error) {
    opened.backend.close();
    return { ...rest, reason: `the probe step failed (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** WebGPU is there, and our kernels failed on it. */
function isWorthTrying([webgpu]: readonly Examined[]): boolean {
  return webgpu?.opened === undefined && (webgpu?.adapter ?? null) !== null;
}

function speed({ stepMs }: Examined): number {
  return stepMs ?? 0;
}

function whyChosen(chosen: Examined, candidates: readonly Examined[]): string {
  const racers = candidates.filter(({ stepMs }) => stepMs !== null);
  if (racers.length > 1)
    return `the fastest here (${racers.map(({ name, stepMs }) => `${name}: ${(stepMs as number).toFixed(1)} ms per step`).join(', ')})`;
  const refusals = candidates.filter(({ opened }) => !opened);
  if (refusals.length === 0) return `the first choice, and it passed its self-test in ${Math.round(chosen.tested?.ms ?? 0)} ms`;
  return `it passed its self-test; ${refusals.map(({ name, reason }) => `no ${labels[name]}, because ${reason}`).join('; ')}`;
}

function wrongChecks(tested: SelfTestReport): string {
  return tested.checks
    .filter(({ error }) => !(error <= SELF_TEST_TOLERANCE))
    .map(({ name, error }) => `${name} off by ${error.toExponential(1)}`)
    .join(', ');
}
