/**
 * Weights of a TensorFlow.js LayersModel: `model.json` lists them by name, shape and type, in the order in which
 * their bytes lie in one or more files beside it. The topology is not looked at: weights belong to a network by name and shape.
 */
import { Failure } from '../failures';
import { sizeOf } from '../tensor/shape';
import type { NamedShape } from './checkpoint';

/** One weight as TensorFlow.js lists it. */
export interface ListedWeight extends NamedShape {
  readonly dtype: 'float32';
  readonly quantization?: { readonly dtype: 'uint8' | 'uint16' | 'float16'; readonly scale?: number; readonly min?: number };
}

export interface LayersModelFile {
  readonly weights: readonly ListedWeight[];
  /** Names of the files that hold their bytes, in order. */
  readonly paths: readonly string[];
  /** Bytes of all weights. */
  readonly bytes: number;
  readonly origin: Readonly<Record<string, string>>;
}

/** Weights as their files hold them, in the order of the list. */
export interface PackedWeights extends Pick<LayersModelFile, 'weights' | 'origin'> {
  /** The file's name. */
  readonly source: string;
  /** As many as the list takes. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

const BYTES = { float32: 4, uint8: 1, uint16: 2, float16: 2 } as const;

/** True if JSON is of a LayersModel or its like, rather than results of this page. */
export const isModelJson = (text: string): boolean => /"(weightsManifest|modelTopology)"\s*:/.test(text);

/**
 * @param file  its name, for sentences.
 * @throws Failure `weights-damaged` with what was expected and what was found.
 */
export function readLayersModelFile(text: string, file: string): LayersModelFile {
  const damaged = (sentence: string) => new Failure('weights-damaged', `“${file}”: ${sentence}`);
  const json = parsed(text);
  if (!json) throw damaged('it is expected to be a JSON object, and is none, or ends too early.');
  if (json.format !== undefined && json.format !== 'layers-model')
    throw damaged(`its format is expected to be layers-model, and ${JSON.stringify(json.format)} was found.`);
  const { weightsManifest } = json;
  if (!Array.isArray(weightsManifest)) throw damaged('a weightsManifest is expected, and was not found.');
  const groups = weightsManifest.map((group: unknown) => {
    const { paths, weights } = isRecord(group) ? group : {};
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string') || !Array.isArray(weights))
      throw damaged('every group of its weightsManifest is expected to list paths and weights.');
    return { paths: paths as readonly string[], weights: weights.map((weight) => listed(weight, damaged)) };
  });
  const weights = groups.flatMap((group) => group.weights);
  const sizes = weights.map(({ shape, quantization }) => sizeOf(shape) * BYTES[quantization?.dtype ?? 'float32']);
  return {
    weights,
    paths: groups.flatMap(({ paths }) => paths),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    origin: wordsIn(json.userDefinedMetadata),
  };
}

function listed(weight: unknown, damaged: (sentence: string) => Failure): ListedWeight {
  const { name, shape, dtype, quantization } = isRecord(weight) ? weight : {};
  if (typeof name !== 'string') throw damaged('every weight is expected to have a name.');
  if (!Array.isArray(shape) || !shape.every((axis) => Number.isSafeInteger(axis) && axis >= 0))
    throw damaged(`“${name}” is expected to have a shape of whole numbers that are not negative.`);
  if (dtype !== 'float32') throw damaged(`“${name}” is expected as float32, and ${String(dtype)} was found.`);
  if (quantization === undefined) return { name: ourName(name), shape, dtype };
  const { dtype: packed, scale, min } = isRecord(quantization) ? quantization : {};
  if (packed !== 'uint8' && packed !== 'uint16' && packed !== 'float16')
    throw damaged(`“${name}” is expected to be packed as uint8, uint16 or float16, and ${String(packed)} was found.`);
  const isScaled = typeof scale === 'number' && typeof min === 'number';
  return { name: ourName(name), shape, dtype, quantization: { dtype: packed, ...(isScaled ? { scale, min } : {}) } };
}

/** Keras and this page name the running statistics of batch norm differently. */
const keras = { '/mean': '/moving_mean', '/variance': '/moving_variance' } as const;

function ourName(name: string): string {
  const [ours, theirs] = Object.entries(keras).find(([, ending]) => name.endsWith(ending)) ?? ['', ''];
  return name.slice(0, name.length - theirs.length) + ours;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function wordsIn(origin: unknown): Readonly<Record<string, string>> {
  if (!isRecord(origin)) return {};
  return Object.fromEntries(Object.entries(origin).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
