/** Opens every backend where it will run, in a module worker, and posts what they said. */
import { type BackendReport, type BackendRequest, openBackend } from '../../src/engine/backend';
import { selfTest } from '../../src/engine/selfTest';

export interface WorkerAnswer {
  readonly request: BackendRequest;
  readonly report: BackendReport | null;
  readonly failure: string | null;
  /** Tensors that a second self-test left behind. */
  readonly leaked: number;
  readonly warmMs: number;
}

const requests: readonly BackendRequest[] = ['cpu', 'wasm', 'webgl', 'webgpu-software', 'webgpu-eager', 'auto'];

async function answer(request: BackendRequest): Promise<WorkerAnswer> {
  try {
    const { backend, report } = await openBackend(request, { allowSoftware: true });
    const before = backend.tensorCount();
    const { ms } = await selfTest(backend);
    return { request, report, failure: null, leaked: backend.tensorCount() - before, warmMs: ms };
  } catch (error) {
    return { request, report: null, failure: String(error), leaked: 0, warmMs: 0 };
  }
}

const answers: WorkerAnswer[] = [];
for (const request of requests) answers.push(await answer(request));
postMessage(answers);
