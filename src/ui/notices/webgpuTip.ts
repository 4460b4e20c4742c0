/**
 * Remedy to have WebGPU in this browser, one sentence.
 *
 * @param agent     what the browser says it is.
 * @param isSecure  whether the page came over https or from this machine; elsewhere no browser offers WebGPU.
 */
export function tipFor(agent: string, isSecure: boolean): string {
  if (!isSecure) return 'Open the page over https: browsers offer WebGPU nowhere else.';
  if (/iPhone|iPad/.test(agent)) return 'Safari has WebGPU from iOS 26 on: update the system.';
  if (/Firefox\//.test(agent))
    return 'Firefox has WebGPU from version 141 on Windows and 145 on Macs with Apple chips; elsewhere use Chrome or Edge.';
  if (/Linux/.test(agent) && /Chrome\//.test(agent) && !/Android/.test(agent))
    return 'Chrome on Linux may need “Unsafe WebGPU Support” under chrome://flags, and graphics acceleration switched on in its settings.';
  if (/(Chrome|Edg)\//.test(agent)) return 'Update the browser, and switch on graphics acceleration in its settings.';
  if (/Safari\//.test(agent)) return 'Safari has WebGPU from version 26 on: update it, or use Chrome or Edge.';
  return 'Chrome, Edge and Safari have it in their current versions.';
}
