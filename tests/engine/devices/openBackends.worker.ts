/** Opens every backend where it will run, in a module worker, and posts what they said. */
import type { BackendReport } from '../../../src/core/protocol/backendReport';
import { type BackendRequest, openBackend } from '../../../src/engine/devices/openBackend';
import { selfTest } from '../../../src/engine/devices/selfTest';

export interface WorkerAnswer {
  readonly request: BackendRequest;
  readonly report: BackendReport | null;
  readonly failure: string | null;
  /** Tensors that a second self-test left behind. */
  readonly leaked: number;
  /** Findings of a second self-test. */
  readonly checks: number;
  /** Bytes of the largest tensor that it takes. */
  readonly largest: number;
}

const requests: readonly BackendRequest[] = ['cpu', 'wasm', 'webgl', 'webgpu-software', 'webgpu-eager', 'auto'];

async function answer(request: BackendRequest): Promise<WorkerAnswer> {
  try {
    const { backend, report } = await openBackend(request, { allowSoftware: true });
    const before = backend.tensorCount();
    const { checks } = await selfTest(backend);
    return {
      request,
      report,
      failure: null,
      leaked: backend.tensorCount() - before,
      checks: checks.length,
      largest: backend.limits.maxBufferBytes,
    };
  } catch (error) {
    return { request, report: null, failure: String(error), leaked: 0, checks: 0, largest: 0 };
  }
}

const answers: WorkerAnswer[] = [];
for (const request of requests) answers.push(await answer(request));
postMessage(answers);
