import { sentences } from '../../core/notice';
import { setField } from '../../core/settings/edit';
import type { FailureState } from '../../store/state';
import { Dismiss } from './Dismiss';
import { count } from '../format';
import { late } from '../page/late';
import { usePageState, useTools } from '../pageContext';

const SmallerNetwork = late('A smaller network', async () => (await import('./SmallerNetwork')).SmallerNetwork);

/** Failures after which another way to compute may help. */
const DEVICE_CODES = new Set<FailureState['code']>([
  'device-lost',
  'device-error',
  'worker-died',
  'self-test-failed',
  'backend-unavailable',
  'only-software-adapter',
  'no-backend',
]);

/** Failure, in one sentence, with the ways on. */
export function FailureNotice() {
  const { page } = useTools();
  const failure = usePageState((state) => state.failure);
  const step = usePageState(({ failure: lost, group }) =>
    lost?.snapshot && group?.phase === 'failed' && group.id === lost.snapshot.group
      ? Math.min(...lost.snapshot.members.map(({ step: at }) => at))
      : null,
  );
  if (!failure) return null;
  return (
    <div className="notice notice-failure" role="alert">
      <p>{toldOf(failure)}</p>
      {failure.isRecovered ? null : (
        <span className="notice-remedies">
          {step === null ? null : (
            <button type="button" className="button" onClick={page.resume}>
              Resume from step {count(step)}
            </button>
          )}
          {failure.code === 'model-too-large' ? (
            <>
              <SmallerBatch />
              <SmallerNetwork />
            </>
          ) : null}
          {failure.code === 'picture-unreadable' ? (
            <button type="button" className="button" onClick={() => page.readAgain({ unreadable: 'omit' })}>
              Leave out and go on
            </button>
          ) : null}
          {DEVICE_CODES.has(failure.code) ? <OtherDevice code={failure.code} /> : null}
        </span>
      )}
      <Dismiss onClick={page.dismissFailure} />
    </div>
  );
}

/** Loss of the device or the thread, in words, and whether training goes on by itself. */
function toldOf(failure: FailureState): string {
  const { code, message, isRecovered, snapshot } = failure;
  if (code !== 'device-lost' && code !== 'worker-died') return sentences(failure);
  if (isRecovered) {
    const step = Math.min(...(snapshot?.members ?? []).map(({ step: at }) => at));
    return `${message} ${Number.isFinite(step) ? `Your curves are safe; training goes on from step ${count(step)}.` : 'Training starts over.'}`;
  }
  return `${message.replace(/\.$/, '')} again, so it was not restarted. ${snapshot ? 'Your curves are safe.' : 'Press Run to start over.'}`;
}

function OtherDevice({ code }: { readonly code: FailureState['code'] }) {
  const { page } = useTools();
  const backend = usePageState((state) => state.experiment.device.backend);
  const use = (other: string) => page.edit(setField(page.store.getState().experiment, 'device.backend', other));
  return (
    <>
      {code === 'only-software-adapter' ? (
        <button type="button" className="button" onClick={() => use('webgpu-software')}>
          Compute on WebGPU in software
        </button>
      ) : (
        <button type="button" className="button" onClick={() => location.reload()}>
          Reload the page
        </button>
      )}
      {backend === 'wasm' ? null : (
        <button type="button" className="button" onClick={() => use('wasm')}>
          Compute on WebAssembly
        </button>
      )}
    </>
  );
}

/** A network takes as much memory as it takes; the batch is what can be halved without training something else. */
function SmallerBatch() {
  const { page } = useTools();
  const batch = usePageState((state) => state.experiment.training.batch);
  if (batch < 2) return null;
  const half = 2 ** Math.floor(Math.log2(batch / 2));
  const use = () => {
    page.dismissFailure();
    page.edit(setField(page.store.getState().experiment, 'training.batch', half));
  };
  return (
    <button type="button" className="button" onClick={use}>
      Use batch {count(half)}
    </button>
  );
}
