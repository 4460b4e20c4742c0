/** The settings of data sets. A key is the word in the link and means the same in every data set; only defaults and limits differ. */
import { writtenReading } from './reading';
import { choice, number, onOff, text } from '../settings/field';

const labelNoise = (byDefault: number) =>
  number({
    default: byDefault,
    min: 0,
    max: 0.9,
    isShare: true,
    label: 'Wrong labels',
    help: 'Share of the training labels that are changed, exactly, rounded up. Validation and test labels stay right.',
  });

const wrongLabelsAre = choice({
  default: 'other',
  options: [
    { value: 'other', label: 'another class' },
    { value: 'any', label: 'any class' },
  ],
  label: 'Wrong labels are',
  help: 'Another class, drawn evenly from the others; or any class, so that some of the changed labels happen to stay right.',
});

const validationShare = number({
  default: 0.2,
  min: 0.05,
  max: 1,
  isShare: true,
  label: 'Validation',
  help: 'Validation samples for each training sample. They are never trained on.',
});

const keptShare = number({
  default: 1,
  min: 0.001,
  max: 1,
  isShare: true,
  label: 'Keep the first',
  help: 'Share of the training samples that are trained on: the first ones in file order, or as they are drawn, after labels were changed. 0.1 is the “-S” of the universal class. Validation and test samples stay the same.',
});

/** Fields of every data set: `noise`, `flip`, `first`, `val`. */
export const dataFields = { noise: labelNoise(0.4), flip: wrongLabelsAre, first: keptShare, val: validationShare };

/** Fields of data sets that are images: what is done to each mini-batch before it is trained on; see `augmentation.ts`. */
export const augmentationFields = {
  crop: number({
    default: 0,
    min: 0,
    max: 16,
    integer: true,
    unit: 'pixels',
    label: 'Random crop',
    help: 'So many black pixels are put around each image, and a part of its own size is cut out at random: 4 for CIFAR; 0 is none.',
  }),
  mirror: onOff({
    default: false,
    label: 'Random mirror',
    help: 'Mirrors each image of a mini-batch left to right with probability ½. Measurements see images as they are.',
  }),
  cutout: number({
    default: 0,
    min: 0,
    max: 64,
    integer: true,
    unit: 'pixels',
    label: 'Cutout',
    help: 'Side of a square at a random place that is set to 0, after normalization, with probability ½: 16 for CIFAR; 0 is none.',
  }),
};

/** Fields of every generated data set. */
export const generatedFields = {
  n: number({
    default: 300,
    min: 20,
    max: 10_000,
    integer: true,
    scale: 'log',
    label: 'Training samples',
    help: 'How many samples are trained on. Validation and test samples are drawn besides.',
  }),
  ...dataFields,
  test: number({
    default: 2000,
    min: 100,
    max: 20_000,
    integer: true,
    scale: 'log',
    label: 'Test samples',
    help: 'How many fresh samples, with right labels, the test accuracy is measured on.',
  }),
};

/** Fields of data sets that come from files. */
export const fileFields = {
  set: text({
    default: '',
    longest: 48,
    label: 'Stored data set',
    help: 'Short name of a data set kept in this browser, such as mnist-10000-3fa9c1; it ends with a hash of the content.',
  }),
  read: writtenReading,
  take: number({
    default: 60_000,
    min: 10,
    max: 2_000_000,
    integer: true,
    scale: 'log',
    label: 'Training samples, at most',
    help: 'Trains on no more than this many samples, chosen at random. The test samples stay the same.',
  }),
  hold: number({
    default: 0.2,
    min: 0.05,
    max: 0.5,
    isShare: true,
    label: 'Held out for test',
    help: 'Share of the samples kept for testing, where the files bring no test split of their own.',
  }),
  ...dataFields,
  noise: labelNoise(0),
  ...augmentationFields,
};

/** Key `spread`: standard deviation of the points across their curve, or around their centre, in units of the plane. */
export const spread = (byDefault: number, max: number) =>
  number({
    default: byDefault,
    min: 0,
    max,
    label: 'Spread',
    help: 'Standard deviation of the points across their curve, or around their centre; the plane is about 4 wide.',
  });

/** Key `arms`: number of arms, each a class. */
export const arms = (byDefault: number, max: number) =>
  number({ default: byDefault, min: 2, max, integer: true, label: 'Arms', help: 'How many arms; each is a class.' });

/** Key `classes`: number of classes. */
export const classes = (byDefault: number, max: number) =>
  number({ default: byDefault, min: 2, max, integer: true, label: 'Classes', help: 'How many classes.' });

/** Key `difficulty`: how much the images of a class differ and how noisy they are. */
export const difficulty = (byDefault: number) =>
  number({
    default: byDefault,
    min: 0,
    max: 1,
    label: 'Difficulty',
    help: 'How much images of one class differ in place, size, angle and colour, and how noisy they are.',
  });
