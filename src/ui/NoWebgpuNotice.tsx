import { useState } from 'react';
import { Dismiss } from './Dismiss';
import { usePageState } from './pageContext';
import { tipFor } from './webgpuTip';

/** Once said in this browser it is not said again. */
const SAID = 'basin:no-webgpu';

/**
 * After WebGPU was refused: that the processor trains instead, and what this browser needs to have it. Without a factor: where there
 * is no WebGPU, no race against it was run that could measure one.
 */
export function NoWebgpuNotice() {
  const [isDismissed, setDismissed] = useState(wasSaid);
  const isOnPage = usePageState(({ experiment }) => experiment.view.mode === 'page');
  if (isDismissed || !isOnPage) return null;
  return (
    <div className="notice" role="status">
      <p>
        WebGPU is not available in this browser; training on the processor, which is slower for all but small networks. Charts work the
        same; numbers may differ in the last digits. {tipFor(navigator.userAgent, isSecureContext)}
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

function wasSaid(): boolean {
  try {
    return localStorage.getItem(SAID) !== null;
  } catch {
    return false;
  }
}
