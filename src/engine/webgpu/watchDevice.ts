import type { OpenOptions } from '../devices/device';

/** The two ways in which a GPU device says that it failed. */
export type FailingDevice = Pick<GPUDevice, 'lost'> & {
  addEventListener(type: 'uncapturederror', listener: (event: Event) => void): void;
};

/**
 * Reports errors and loss of a device. TensorFlow.js listens to neither: an allocation that failed would read as zeros.
 *
 * A device that was destroyed on purpose is not reported.
 */
export function watchDevice(device: FailingDevice, onFailure: OpenOptions['onFailure']): void {
  device.addEventListener('uncapturederror', (event) => onFailure('device-error', (event as GPUUncapturedErrorEvent).error.message));
  const report = async () => {
    const { reason, message } = await device.lost;
    if (reason !== 'destroyed') onFailure('device-lost', message);
  };
  void report();
}
