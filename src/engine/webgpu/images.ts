/** WGSL of a mini-batch of images that lie on the device as bytes (`graph/images.ts`). */
import { BYTES_PER_NUMBER } from '../graph/images';
import type { Node } from '../graph/node';
import { axesOf, type Emitter, type Index, type Term } from './emitter';

/**
 * The formula of `images` at an index: what `gatherImages` says, backwards from the pixel of the batch to the byte.
 *
 * @param value  names the value of an input at an index
 */
export function imageValue(emit: Emitter, node: Node, index: Index, value: (input: Node, index: Index) => Term): Term {
  const [kept, table, rows, draws] = node.inputs as [Node, Node, Node, Node];
  const [padding, cutout] = node.numbers as [number, number];
  const [, height, width, channels] = node.shape as [number, number, number, number];
  const [image, y, x, channel] = axesOf(emit, index, node.shape) as [Term, Term, Term, Term];
  const drawn = (place: number) => whole(emit, value(draws, { axes: [image, emit.whole(place)] }));

  const turned = emit.let(`select(${x.text}, ${width - 1}u - ${x.text}, ${drawn(2).text} == 1u)`, [x, drawn(2)]);
  // Below zero they wrap around, and are outside.
  const row = emit.sub(emit.add(y, drawn(0)), padding);
  const column = emit.sub(emit.add(turned, drawn(1)), padding);
  const isInside = emit.let(`${row.text} < ${height}u && ${column.text} < ${width}u`, [row, column]);

  const source = whole(emit, value(rows, { axes: [image] }));
  const place = emit.total([
    emit.mul(source, height * width * channels),
    emit.mul(row, width * channels),
    emit.mul(column, channels),
    channel,
  ]);
  const byte = emit.let(`select(0u, ${place.text}, ${isInside.text})`, [place, isInside]);
  const number = whole(emit, value(kept, { linear: [emit.div(byte, BYTES_PER_NUMBER)] }));
  const within = emit.mod(byte, BYTES_PER_NUMBER);
  const read = emit.let(`(${number.text} >> (8u * ${within.text})) & 255u`, [number, within]);
  const shown = emit.let(`select(0u, ${read.text}, ${isInside.text})`, [read, isInside]);
  const normalized = value(table, { linear: [emit.mul(channel, 256), shown] });
  if (cutout === 0) return normalized;
  // The end of a square is 0 where there is none, and further than the side from any place.
  const reaches = (own: Term, end: Term) => emit.let(`${own.text} + ${cutout}u - ${end.text} < ${cutout}u`, [own, end]);
  const [isRowCut, isColumnCut] = [reaches(y, drawn(3)), reaches(x, drawn(4))];
  return emit.let(`select(${normalized.text}, 0.0, ${isRowCut.text} && ${isColumnCut.text})`, [normalized, isRowCut, isColumnCut]);
}

function whole(emit: Emitter, number: Term): Term {
  return emit.let(`u32(${number.text})`, [number]);
}
