import { NotOffered } from '../devices/device';

export interface RequestedAdapter {
  readonly adapter: GPUAdapter;
  /** Device, for people. */
  readonly name: string;
  readonly software: boolean;
}

/** Throws `NotOffered` with a sentence where there is no adapter, or only a software one that was not asked for. */
export async function requestAdapter(allowSoftware: boolean): Promise<RequestedAdapter> {
  // Node has no navigator of its own before version 21.
  const { gpu } = (globalThis.navigator ?? {}) as { readonly gpu?: GPU };
  if (!gpu) throw new NotOffered('WebGPU is not offered here');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new NotOffered('WebGPU is there, but no graphics adapter (blocked after crashes, or disabled)');
  const name = described(adapter.info);
  const software = isSoftware(adapter.info);
  if (software && !allowSoftware) throw new NotOffered(`the only WebGPU adapter is software (${name}), slower than wasm`, true);
  return { adapter, name, software };
}

function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(described(info));
}

function described({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [vendor, architecture, device, description].filter((part) => part !== '').join(' ') || 'unnamed adapter';
}
