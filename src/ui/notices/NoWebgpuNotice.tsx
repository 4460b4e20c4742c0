import { useState } from 'react';
import { stepSeconds } from '../../store/facts';
import type { PageState } from '../../store/state';
import { Dismiss } from './Dismiss';
import { about, quantity } from '../format';
import { usePageState } from '../pageContext';
import { tipFor } from './webgpuTip';

/** Once said in this browser it is not said again. */
const SAID = 'basin:no-webgpu';

/**
 * After WebGPU was refused: that the processor trains instead, how fast, and what this browser needs to have it. How many times slower
 * that is cannot be said: where there is no WebGPU, there was none to measure. What can be said is what the probe took here.
 */
export function NoWebgpuNotice() {
  const [isDismissed, setDismissed] = useState(wasDismissed);
  const isOnPage = usePageState(({ experiment }) => experiment.view.mode === 'page');
  const measured = usePageState(measuredText);
  if (isDismissed || !isOnPage) return null;
  return (
    <div className="notice" role="status">
      <p>
        WebGPU is not available in this browser; training on the processor, which is slower for all but small networks
        {measured}. Charts work the same; numbers may differ in the last digits. {tipFor(navigator.userAgent, isSecureContext)}
      </p>
      <Dismiss
        onClick={() => {
          setDismissed(true);
          try {
            localStorage.setItem(SAID, '1');
          } catch {
            // Nothing may be stored: it is said again at the next visit.
          }
        }}
      />
    </div>
  );
}

/** ` (measured for this experiment: about 410 steps/s, ≈ 5 s for all of it)`; empty before it was measured. */
function measuredText(state: PageState): string {
  const seconds = stepSeconds(state);
  if (seconds === null || !(seconds > 0)) return '';
  return ` (measured for this experiment: about ${quantity(Number((1 / seconds).toPrecision(2)))} steps/s, ≈ ${about(seconds * state.experiment.training.steps)} for all of it)`;
}

function wasDismissed(): boolean {
  try {
    return localStorage.getItem(SAID) !== null;
  } catch {
    return false;
  }
}
