/** Meaning of paths in folders, pictures or texts: class, split, name of the data set. */
import { Failure } from '../failures';
import { digits } from './fileFormat';

/** Contents of the folders, in words. */
export interface Wares {
  readonly one: string;
  readonly many: string;
}
export const PICTURES: Wares = { one: 'picture', many: 'pictures' };
export const TEXTS: Wares = { one: 'text', many: 'texts' };

export interface PlacedFile {
  /** Position among the paths. */
  readonly index: number;
  readonly label: number;
  readonly forTest: boolean;
}

export interface SortedFiles {
  readonly name: string;
  readonly classNames: readonly string[];
  /** Those that are trained on first, then those for test; each in the order of the paths. */
  readonly files: readonly PlacedFile[];
  /** Positions of files in no folder of a class. */
  readonly unsorted: readonly number[];
}

/** `train`, `seg_train`, `trainingSet`, `20news-bydate-train`, `test_images`. */
const splitWord = (words: string) =>
  new RegExp(`^(.*[-_. ])?(${words})([-_. ]?(sets?|data|images?|pictures|texts|samples?|split|\\d+))*$`, 'i');
const TRAIN = splitWord('train|training');
const TEST = splitWord('test|testing');
const VALIDATION = splitWord('val|valid|validation|dev');
/** Samples whose class nobody says. */
const PREDICTED = splitWord('pred|predict|prediction');
const WITHOUT_LABELS = splitWord('unsup|unsupervised|unlabell?ed|nolabels?');

const isSplit = (folder: string) => [TRAIN, TEST, VALIDATION].some((word) => word.test(folder));
/** A class may be called so too: `vehicles/train` beside `vehicles/bus`. */
const isDoubtful = (folder: string) => isSplit(folder) || PREDICTED.test(folder);
const MOST_CLASSES = 256;

interface Placed {
  readonly index: number;
  readonly folder: string;
  readonly around: readonly string[];
}

/**
 * Sorts files by the folder they lie in, `animals/train/cat/001.png`, or the one around it where it is called `images`.
 * Folders called test are the test split; those called val or validation are it where there is none, else they are trained
 * on. Classes are in the order of the alphabet. Files beside the folders of classes, or in a folder of a split and no other,
 * have no class and are told apart, as long as others have one. Throws a `Failure`.
 */
export function sortByFolder(paths: readonly string[], { one, many }: Wares): SortedFiles {
  const placed = paths.map((path, index) => placeOf(path, index));
  const hasClass = classesAmong(placed);
  const sorted = placed.filter(hasClass);
  const unsorted = placed.filter((file) => !hasClass(file)).map(({ index }) => index);
  if (sorted.length === 0) throw new Failure('pictures-unsorted', `“${paths[0]}” is a ${one} in no folder of a class.`);
  const inFolder = (word: RegExp) => sorted.some(({ around }) => around.some((folder) => word.test(folder)));
  const test = inFolder(TEST) ? TEST : VALIDATION;
  const isForTest = ({ around }: Placed) => around.some((folder) => test.test(folder));
  const hasTraining = !sorted.every(isForTest);
  const pool = sorted.filter((file) => !(hasTraining && isForTest(file)));
  const classNames = [...new Set(pool.map(({ folder }) => folder))].sort();
  if (classNames.length < 2)
    throw new Failure('too-few-classes', `All ${digits(pool.length)} ${many} are in the folder “${classNames[0]}”.`);
  if (classNames.length > MOST_CLASSES)
    throw new Failure('too-many-classes', `There are ${digits(classNames.length)} folders with ${many}.`);
  const labels = new Map(classNames.map((name, label) => [name, label]));
  const files = sorted.map((file): PlacedFile => {
    const label = labels.get(file.folder);
    if (label === undefined)
      throw new Failure('labels-out-of-range', `The test split has the folder “${file.folder}”, which the training split has not.`);
    return { index: file.index, label, forTest: hasTraining && isForTest(file) };
  });
  const name = sorted[0]?.around.find((folder) => !isSplit(folder)) ?? many;
  return {
    name,
    classNames,
    files: [...files.filter(({ forTest }) => !forTest), ...files.filter(({ forTest }) => forTest)],
    unsorted,
  };
}

/** A sentence about what has no class, for people; none where everything has one. */
export function unsortedNote({ unsorted }: SortedFiles, paths: readonly string[], { many }: Wares): readonly string[] {
  const first = paths[unsorted[0] ?? -1];
  if (first === undefined) return [];
  return [
    unsorted.length === 1
      ? `“${first}” is in no folder of a class and was left out.`
      : `${digits(unsorted.length)} ${many} are in no folder of a class and were left out: “${first}” and the like.`,
  ];
}

function placeOf(path: string, index: number): Placed {
  const folders = path.split('/').slice(0, -1).filter(Boolean);
  if (folders.length > 1 && /^images?$/i.test(folders.at(-1) as string)) folders.pop();
  return { index, folder: folders.at(-1) ?? '', around: folders.slice(0, -1) };
}

/** True if the folder a file lies in is that of a class, judged by the folders beside and below it. */
function classesAmong(placed: readonly Placed[]): (file: Placed) => boolean {
  const around = new Set(placed.flatMap((file) => file.around.map((_, depth) => file.around.slice(0, depth + 1).join('/'))));
  const parentsOfClasses = new Set(
    placed.filter(({ folder }) => folder !== '' && !isDoubtful(folder)).map((file) => file.around.join('/')),
  );
  return (file) => {
    const { folder } = file;
    // Folders of classes lie below it, so that what lies in it directly belongs to none of them.
    if (folder === '' || WITHOUT_LABELS.test(folder) || around.has([...file.around, folder].join('/'))) return false;
    return !isDoubtful(folder) || parentsOfClasses.has(file.around.join('/'));
  };
}
