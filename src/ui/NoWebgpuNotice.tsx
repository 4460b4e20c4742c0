import { useState } from 'react';
import { Dismiss } from './Dismiss';
import { usePageState } from './pageContext';
import { tipFor } from './webgpuTip';

/** Once said in this browser it is not said again. */
const SAID = 'basin:no-webgpu';

/**
 * That the processor trains where WebGPU would, and what this browser needs to have it. Without a factor: where there is no WebGPU,
 * there was no race against it to measure one.
 */
export function NoWebgpuNotice() {
  const [isDismissed, setDismissed] = useState(wasSaid);
  const report = usePageState((state) => state.backend);
  const isOnPage = usePageState(({ experiment }) => experiment.view.mode === 'page');
  const isOnProcessor = report?.backend === 'wasm' || report?.backend === 'cpu';
  const isRefused = report?.candidates.some(({ name, admitted }) => name === 'webgpu' && !admitted) ?? false;
  // A browser that has it and no adapter for it is told so in the footer, with the reason.
  if (isDismissed || !isOnPage || !isOnProcessor || !isRefused || 'gpu' in navigator) return null;
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
