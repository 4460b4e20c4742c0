/** From files that hold the weights of a network to tensors by name. */
import { expectFinite, type GivenWeights } from '../../core/checkpoints/checkpoint';
import { type LayersModelFile, type PackedWeights, readLayersModelFile } from '../../core/checkpoints/layersModelFile';
import { readSafetensors } from '../../core/checkpoints/safetensors';
import { digits, MOST_BYTES } from '../../core/datasets/fileFormat';
import { Failure } from '../../core/failures';
import { expand, namesIn } from './expand';
import type { NamedBlob } from './namedBlob';

const isTensors = (name: string) => /\.safetensors$/i.test(name);
const isModel = (name: string) => /\.json$/i.test(name);
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** True if files that were dropped are a network and no data set: data sets have no JSON. Reads no more than an archive's list. */
export async function holdWeights(files: readonly NamedBlob[]): Promise<boolean> {
  for (const file of files) {
    const names = isTensors(file.name) || isModel(file.name) ? [file.name] : await namesIn(file);
    if (names.some((name) => isTensors(name) || nameOf(name).toLowerCase() === 'model.json' || name === file.name)) return true;
  }
  return false;
}

/**
 * Reads one network, loose or in an archive: a safetensors file to its end, a LayersModel (`model.json` with the files it names) as
 * far as it can be without TensorFlow.js, which unpacks it.
 * Throws a `Failure` that names the file, what was expected and what was found.
 */
export async function readWeights(files: readonly NamedBlob[]): Promise<GivenWeights | PackedWeights> {
  const found: NamedBlob[] = [];
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > MOST_BYTES) throw new Failure('file-too-large', `“${files[0]?.name}” has ${digits(size)} bytes.`);
  for (const file of files) for await (const one of expand(file, MOST_BYTES)) found.push(one);
  const networks = found.filter(({ name }) => isTensors(name) || isModel(name));
  const [network] = networks as [NamedBlob, ...NamedBlob[]];
  if (networks.length > 1) throw new Failure('weights-several', `“${networks.map(({ name }) => nameOf(name)).join('” and “')}”:`);
  const source = files.length === 1 ? (files[0] as NamedBlob).name : nameOf(network.name);
  if (isTensors(network.name)) {
    const given = { source, ...readSafetensors(await bytesOf(network), source) };
    expectFinite(given);
    return given;
  }
  const file = readLayersModelFile(new TextDecoder().decode(await bytesOf(network)), source);
  return { source, weights: file.weights, packed: await weightBytes(file, found, source), origin: file.origin };
}

/** All weights one behind the other, out of the files that the model names. */
async function weightBytes(
  { paths, bytes: expected }: LayersModelFile,
  found: readonly NamedBlob[],
  source: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for (const path of paths) {
    const piece = found.find(({ name }) => nameOf(name) === nameOf(path));
    if (!piece)
      throw new Failure('weights-incomplete', `“${source}” expects its weights in “${nameOf(path)}”, which was not found beside it.`);
    pieces.push(await bytesOf(piece));
  }
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length !== expected)
    throw new Failure('weights-damaged', `“${source}” expects ${digits(expected)} bytes of weights, and ${digits(length)} were found.`);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

async function bytesOf(blob: NamedBlob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    throw new Failure('file-unreadable', `“${blob.name}”:`);
  }
}
