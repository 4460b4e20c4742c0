import { expect, it } from 'vitest';
import { type FailingDevice, watchDevice } from '../../../src/engine/webgpu/watchDevice';

function device(lost: Promise<{ reason: GPUDeviceLostReason; message: string }>): FailingDevice & EventTarget {
  return Object.assign(new EventTarget(), { lost }) as unknown as FailingDevice & EventTarget;
}

function reportsOf(failing: FailingDevice): string[] {
  const reports: string[] = [];
  watchDevice(failing, (code, detail) => reports.push(`${code}: ${detail}`));
  return reports;
}

it('reports every uncaptured error', () => {
  const failing = device(new Promise(() => undefined));
  const reports = reportsOf(failing);
  failing.dispatchEvent(Object.assign(new Event('uncapturederror'), { error: { message: 'out of memory' } }));
  expect(reports).toEqual(['device-error: out of memory']);
});

it('reports a loss, but not a device that was destroyed on purpose', async () => {
  const lost = reportsOf(device(Promise.resolve({ reason: 'unknown', message: 'the GPU process is gone' })));
  const destroyed = reportsOf(device(Promise.resolve({ reason: 'destroyed', message: 'destroy() was called' })));
  await Promise.resolve();
  await Promise.resolve();
  expect(lost).toEqual(['device-lost: the GPU process is gone']);
  expect(destroyed).toEqual([]);
});
