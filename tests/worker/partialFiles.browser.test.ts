import { clear, createStore } from 'idb-keyval';
import { beforeEach, expect, it } from 'vitest';
import { openPartialFiles } from '../../src/worker/hub/partialFiles';

beforeEach(() => clear(createStore('basin-downloads', 'pieces')));

const bytes = (...values: number[]) => Uint8Array.from(values);

it('gives pieces back in their order, to a later session too, each file its own', async () => {
  const files = openPartialFiles();
  await files.append('mnist', 'aa', 0, bytes(1, 2, 3));
  await files.append('mnist', 'aa', 3, bytes(4));
  // Sorted as numbers: as words, 10 comes before 3.
  await files.append('mnist', 'aa', 4, bytes(5, 6, 7, 8, 9, 10));
  await files.append('mnist', 'aa', 10, bytes(11));
  await files.append('mnist', 'bb', 0, bytes(7, 7));
  await files.append('svhn', 'cc', 0, bytes(8));
  const later = openPartialFiles();
  expect((await later.read('mnist', 'aa')).map((piece) => [...piece])).toEqual([[1, 2, 3], [4], [5, 6, 7, 8, 9, 10], [11]]);
  expect(await later.read('mnist', 'cc')).toEqual([]);
  expect(await later.sizes()).toEqual(
    new Map([
      ['mnist', 13],
      ['svhn', 1],
    ]),
  );
});

it('gives no more than comes before a missing piece', async () => {
  const files = openPartialFiles();
  await files.append('mnist', 'aa', 0, bytes(1, 2));
  await files.append('mnist', 'aa', 5, bytes(6));
  expect((await files.read('mnist', 'aa')).map((piece) => [...piece])).toEqual([[1, 2]]);
  await files.append('mnist', 'bb', 1, bytes(6));
  expect(await files.read('mnist', 'bb')).toEqual([]);
});

it('throws away a file, or all of a set, and nothing else', async () => {
  const files = openPartialFiles();
  for (const [set, file] of [
    ['mnist', 'aa'],
    ['mnist', 'bb'],
    ['svhn', 'aa'],
  ] as const)
    await files.append(set, file, 0, bytes(1));
  await files.clear('mnist', 'aa');
  expect([(await files.read('mnist', 'aa')).length, (await files.read('mnist', 'bb')).length]).toEqual([0, 1]);
  await files.clear('mnist');
  expect(await files.sizes()).toEqual(new Map([['svhn', 1]]));
});
