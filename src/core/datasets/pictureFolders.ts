/** What the paths of pictures say: class, split, name of the data set. */
import { Failure } from '../failures';
import { digits } from './fileFormat';

export interface PlacedPicture {
  /** Position among the paths. */
  readonly index: number;
  readonly label: number;
  readonly forTest: boolean;
}

const TRAIN = /^(train|training)$/i;
const TEST = /^(test|testing)$/i;
const VALIDATION = /^(val|valid|validation|dev)$/i;
const isSplit = (folder: string) => [TRAIN, TEST, VALIDATION].some((word) => word.test(folder));
const MOST_CLASSES = 256;

/**
 * Sorts pictures by the folder they lie in, `animals/train/cat/001.png`, or the one around it where it is called `images`.
 * Folders called test are the test split; those called val or validation are it where there is none, else they are trained
 * on. Classes are in the order of the alphabet. Throws a `Failure`.
 */
export function sortPictures(paths: readonly string[]): {
  readonly name: string;
  readonly classNames: readonly string[];
  readonly pictures: readonly PlacedPicture[];
} {
  const sorted = paths.map((path, index) => {
    const folders = path.split('/').slice(0, -1).filter(Boolean);
    if (folders.length > 1 && /^images?$/i.test(folders.at(-1) as string)) folders.pop();
    const folder = folders.at(-1);
    if (folder === undefined || isSplit(folder)) throw new Failure('pictures-unsorted', `“${path}” is a picture in no folder of a class.`);
    return { index, folder, around: folders.slice(0, -1) };
  });
  const inFolder = (word: RegExp) => sorted.some(({ around }) => around.some((folder) => word.test(folder)));
  const test = inFolder(TEST) ? TEST : VALIDATION;
  const isForTest = (around: readonly string[]) => around.some((folder) => test.test(folder));
  const hasTraining = sorted.some(({ around }) => !isForTest(around));
  const pool = sorted.filter(({ around }) => !(hasTraining && isForTest(around)));
  const classNames = [...new Set(pool.map(({ folder }) => folder))].sort();
  if (classNames.length < 2)
    throw new Failure('too-few-classes', `All ${digits(pool.length)} pictures are in the folder “${classNames[0]}”.`);
  if (classNames.length > MOST_CLASSES)
    throw new Failure('too-many-classes', `There are ${digits(classNames.length)} folders with pictures.`);
  const pictures = sorted.map(({ index, folder, around }) => {
    const label = classNames.indexOf(folder);
    if (label < 0) throw new Failure('labels-out-of-range', `The test split has the folder “${folder}”, which the training split has not.`);
    return { index, label, forTest: hasTraining && isForTest(around) };
  });
  const name = sorted[0]?.around.find((folder) => !isSplit(folder)) ?? 'pictures';
  return { name, classNames, pictures };
}
