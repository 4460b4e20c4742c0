import { describe, expect, it } from 'vitest';
import { PICTURES, sortByFolder, unsortedNote } from '../../../src/core/datasets/classFolders';
import { failing } from './failing';

/** Place of each path: class and split, or nothing. */
function sorted(paths: readonly string[]): { readonly name: string; readonly places: readonly string[] } {
  const { name, classNames, files, unsorted } = sortByFolder(paths, PICTURES);
  const places = paths.map(() => '–');
  for (const { index, label, forTest } of files) places[index] = `${classNames[label]}${forTest ? ' (test)' : ''}`;
  expect(places.flatMap((place, index) => (place === '–' ? [index] : []))).toEqual(unsorted);
  return { name, places };
}

describe('files in folders', () => {
  it.each([
    [
      'Kaggle’s doubled folders',
      ['s/seg_train/seg_train/hill/1', 's/seg_train/seg_train/lake/2', 's/seg_test/seg_test/hill/3', 's/seg_pred/seg_pred/4'],
    ],
    ['folders in one word', ['m/trainingSet/hill/1', 'm/trainingSet/lake/2', 'm/testSet/hill/3', 'm/testSet/4']],
    ['20 Newsgroups', ['20news-bydate-train/hill/1', '20news-bydate-train/lake/2', '20news-bydate-test/hill/3', 'readme']],
    ['Tiny ImageNet', ['t/train/hill/images/1', 't/train/lake/images/2', 't/test/hill/images/3', 't/val/images/4']],
    ['texts nobody labelled', ['a/train/hill/1', 'a/train/lake/2', 'a/test/hill/3', 'a/train/unsup/4']],
    ['a competition’s flat test folder', ['c/train/hill/1', 'c/train/lake/2', 'c/test-data/hill/3', 'c/unlabeled/4']],
    ['a picture beside the folders of classes', ['d/train/hill/1', 'd/train/lake/2', 'd/test/hill/3', 'd/train/cover']],
  ])('of %s have classes and splits, and what has no class is told apart', (_, paths) => {
    expect(sorted(paths).places).toEqual(['hill', 'lake', 'hill (test)', '–']);
  });

  it('may be of classes that are called like splits', () => {
    expect(sorted(['vehicles/train/1', 'vehicles/bus/2', 'vehicles/car/3']).places).toEqual(['train', 'bus', 'car']);
    expect(sorted(['o/train_station/1', 'o/airport/2', 'o/test tube/3']).places).toEqual(['train_station', 'airport', 'test tube']);
    expect(sorted(['v/train/bus/1', 'v/train/train/2', 'v/test/bus/3', 'v/test/train/4']).places).toEqual([
      'bus',
      'train',
      'bus (test)',
      'train (test)',
    ]);
  });

  it('have the name of the outermost folder that is no split', () => {
    expect(sorted(['scenes/seg_train/a/1', 'scenes/seg_train/b/1']).name).toBe('scenes');
    expect(sorted(['train/a/1', 'train/b/1']).name).toBe('pictures');
  });

  it('are refused where none has a class', () => {
    expect(failing(() => sortByFolder(['test/1', 'train/2'], PICTURES)).code).toBe('pictures-unsorted');
    expect(failing(() => sortByFolder(['1', '2'], PICTURES)).code).toBe('pictures-unsorted');
  });

  it('left out are counted and named', () => {
    const paths = ['a/x/1', 'a/y/1', 'a/2', 'a/3'];
    expect(unsortedNote(sortByFolder(paths, PICTURES), paths, PICTURES)).toEqual([
      '2 pictures are in no folder of a class and were left out: “a/2” and the like.',
    ]);
    expect(unsortedNote(sortByFolder(paths.slice(0, 3), PICTURES), paths, PICTURES)).toEqual([
      '“a/2” is in no folder of a class and was left out.',
    ]);
    expect(unsortedNote(sortByFolder(paths.slice(0, 2), PICTURES), paths, PICTURES)).toEqual([]);
  });
});
