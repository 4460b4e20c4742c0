/** Writers of the file formats, for round trips: the readers' inverses, written from the formats' descriptions. */
import { joinBytes } from '../../../src/core/datasets/joinBytes';

/** An IDX file: type byte, sizes per axis, values. */
export function encodeIdx(sizes: readonly number[], values: ArrayLike<number>, type = 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * sizes.length + values.length);
  bytes.set([0, 0, type, sizes.length]);
  const view = new DataView(bytes.buffer);
  sizes.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(values, 4 + 4 * sizes.length);
  return bytes;
}

/** CIFAR-10 records from labels and pixels [count, 32, 32, 3]. */
export function encodeCifar(labels: readonly number[], pixels: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(labels.length * 3073);
  labels.forEach((label, record) => {
    bytes[record * 3073] = label;
    for (let index = 0; index < 3072; index++) {
      const [pixel, channel] = [Math.floor(index / 3), index % 3];
      bytes[record * 3073 + 1 + channel * 1024 + pixel] = pixels[record * 3072 + index] as number;
    }
  });
  return bytes;
}

/** Bytes that look random and are always the same. */
export function someBytes(count: number, salt = 1): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: count }, (_, index) => Math.imul(index + salt, 0x9e3779b1) >>> 24);
}

/** CIFAR-100 records from coarse and fine labels and pixels [count, 32, 32, 3]. */
export function encodeCifar100(coarse: readonly number[], fine: readonly number[], pixels: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const plain = encodeCifar(fine as number[], pixels);
  const bytes = new Uint8Array(fine.length * 3074);
  coarse.forEach((label, record) => {
    bytes[record * 3074] = label;
    bytes.set(plain.subarray(record * 3073, (record + 1) * 3073), record * 3074 + 1);
  });
  return bytes;
}

/** A tar archive (ustar) of files; names of more than 100 letters as GNU tar writes them. */
export function encodeTar(files: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = [];
  const add = (name: string, content: Uint8Array, kind: string) => {
    const header = new Uint8Array(512);
    const write = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
    const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
    write(name.slice(0, 100), 0);
    write(octal(0o644, 7), 100);
    write(octal(content.length, 11), 124);
    write('        ', 148);
    write(kind, 156);
    write('ustar\0' + '00', 257);
    write(
      octal(
        header.reduce((sum, byte) => sum + byte),
        6,
      ),
      148,
    );
    blocks.push(header, content, new Uint8Array((512 - (content.length % 512)) % 512));
  };
  for (const [name, content] of files) {
    if (name.length > 100) add('././@LongLink', new TextEncoder().encode(`${name}\0`), 'L');
    add(name, content, name.endsWith('/') ? '5' : '0');
  }
  blocks.push(new Uint8Array(1024));
  return joinBytes(blocks);
}

/**
 * A ZIP archive of files with what packs them and their checksums given. As ZIP64 every size and place is where only ZIP64 has
 * it, behind an extra field of another kind.
 */
export function encodeZip(
  files: readonly {
    readonly name: string;
    readonly content: Uint8Array;
    readonly packed: Uint8Array;
    readonly crc: number;
    readonly method: number;
  }[],
  { isZip64 = false, comment = '' }: { readonly isZip64?: boolean; readonly comment?: string } = {},
): Uint8Array<ArrayBuffer> {
  const record = (numbers: readonly (readonly [value: number, bytes: 2 | 4 | 8])[], ...rest: Uint8Array[]) => {
    const head = new Uint8Array(numbers.reduce((sum, [, bytes]) => sum + bytes, 0));
    const view = new DataView(head.buffer);
    let at = 0;
    for (const [value, bytes] of numbers) {
      if (bytes === 2) view.setUint16(at, value, true);
      else if (bytes === 8) view.setBigUint64(at, BigInt(value), true);
      else view.setUint32(at, value, true);
      at += bytes;
    }
    return joinBytes([head, ...rest]);
  };
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content, packed, crc, method } of files) {
    const title = new TextEncoder().encode(name);
    const short = (value: number) => (isZip64 ? 0xffffffff : value);
    const shared = [
      [isZip64 ? 45 : 20, 2],
      [0, 2],
      [method, 2],
      [0, 4],
      [crc, 4],
      [short(packed.length), 4],
      [short(content.length), 4],
      [title.length, 2],
    ] as const;
    const sizes = [
      [content.length, 8],
      [packed.length, 8],
    ] as const;
    // Owner and group as Info-ZIP writes them, then the long numbers.
    const extra = (numbers: readonly (readonly [value: number, bytes: 8])[]) =>
      isZip64 ? record([[0x7855, 2], [4, 2], [1000, 2], [1000, 2], [1, 2], [8 * numbers.length, 2], ...numbers]) : new Uint8Array();
    const local = record([[0x04034b50, 4], ...shared, [extra(sizes).length, 2]], title, extra(sizes), packed);
    const own = extra([...sizes, [offset, 8]]);
    directory.push(
      record([[0x02014b50, 4], [20, 2], ...shared, [own.length, 2], [0, 2], [0, 2], [0, 2], [0, 4], [short(offset), 4]], title, own),
    );
    locals.push(local);
    offset += local.length;
  }
  const listing = joinBytes(directory);
  const count = files.length;
  const long = record([
    [0x06064b50, 4],
    [44, 8],
    [45, 2],
    [45, 2],
    [0, 4],
    [0, 4],
    [count, 8],
    [count, 8],
    [listing.length, 8],
    [offset, 8],
  ]);
  const locator = record([
    [0x07064b50, 4],
    [0, 4],
    [offset + listing.length, 8],
    [1, 4],
  ]);
  const end = record(
    [
      [0x06054b50, 4],
      [0, 4],
      [isZip64 ? 0xffff : count, 2],
      [isZip64 ? 0xffff : count, 2],
      [isZip64 ? 0xffffffff : listing.length, 4],
      [isZip64 ? 0xffffffff : offset, 4],
      [comment.length, 2],
    ],
    new TextEncoder().encode(comment),
  );
  return joinBytes([...locals, listing, ...(isZip64 ? [long, locator] : []), end]);
}
