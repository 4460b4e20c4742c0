/** One way to compute, before it is trusted. */
import type { FailureCode } from '../../core/failures';
import type { Backend } from '../../core/tensor/tensor';
import type { DeviceLimits } from './limits';

export type DeviceName = 'webgpu' | 'webgpu-eager' | 'webgl' | 'wasm' | 'cpu';

export interface OpenOptions {
  /** Accept an adapter or renderer that is computed on the CPU. */
  readonly allowSoftware: boolean;
  /** The device failed after it was opened: nothing read from it since can be trusted. */
  readonly onFailure: (code: FailureCode, detail: string) => void;
  /** Devices that were lost before this one: what was too much for them is handed over in smaller pieces. */
  readonly losses?: number;
  /** Called now and then during a computation that keeps the thread busy for long. */
  readonly onBreath?: () => void;
}

/** A backend that may share the thread with others, of which one is active. */
export interface Device extends Backend {
  readonly limits: DeviceLimits;
  /** Told how many kernels are being compiled, and 0 when they are there; only backends that compile have it. */
  onCompiling?: ((kernels: number) => void) | undefined;
  /** Bytes that this takes of the fullest of its memories, found without computing it; only backends that plan have it. */
  needs?(work: (backend: Backend) => Promise<unknown>): Promise<number>;
  activate(): Promise<void>;
  /** Frees what the backend itself holds. Call when it will not be used again. */
  close(): void;
}

export interface OpenedDevice {
  readonly backend: Device;
  /** Device, for people: vendor, architecture, renderer. */
  readonly adapter: string;
  /** A graphics interface that is computed on the CPU. */
  readonly software: boolean;
}

/** Starts to compute on this device. Throws `NotOffered` with a sentence when the device is not there. */
export type OpenDevice = (options: OpenOptions) => Promise<OpenedDevice>;

/** Why a backend cannot even be tried. */
export class NotOffered extends Error {
  /** @param software there is one, and it computes on the processor. */
  constructor(
    message: string,
    readonly software = false,
  ) {
    super(message);
  }
}
