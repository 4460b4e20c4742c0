/**
 * Public data sets that can be fetched by name from the Hugging Face hub, as Parquet files of PNG pictures. What is written
 * here was collected from dataset cards and from programs that pin these very files; a file whose hash nobody had
 * published has none here, and is checked against the hash that the hub tells.
 */
import type { Described } from './dataset';
import { cifar10Classes, cifar100Classes, digitClasses, fashionClasses } from './classNames';

/** Where requests go, and where its answers redirect them to: the whole of what the content security policy allows. */
export const HUB = 'https://huggingface.co';
export const HUB_HOSTS: readonly string[] = [HUB, 'https://*.hf.co'];

export interface PublicFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly count: number;
  readonly bytes?: number;
  /** Hexadecimal. */
  readonly sha256?: string;
}

export interface PublicSet extends Omit<Described, 'name'> {
  readonly label: string;
  /** Owner and name on the hub. */
  readonly repository: string;
  /** Commit: the files behind it never change. */
  readonly revision: string;
  readonly train: PublicFile;
  readonly test: PublicFile;
  /** Columns of pictures and of labels. */
  readonly columns: readonly [image: string, label: string];
  /** To be downloaded, of both files; approximate where a file’s own size is not known. */
  readonly bytes: number;
  readonly licence: string;
  readonly source: string;
}

// Constants of the training sets as papers use them, algorithms.md §9; of Fashion-MNIST the usual ones, which it does not give.
const colour = { inputShape: [32, 32, 3] };
const grey = { inputShape: [28, 28, 1] };
const scale = 1 / 255;

/** By their word in storage and links; the `name` of the data set that comes of it. */
export const publicSets: Readonly<Record<string, PublicSet>> = {
  mnist: {
    label: 'MNIST',
    repository: 'ylecun/mnist',
    revision: '77f3279092a1c1579b2250db8eafed0ad422088c',
    train: {
      path: 'mnist/train-00000-of-00001.parquet',
      count: 60_000,
      sha256: 'f2c01285a9f89399335b00ee4e8d499dc4e46db5e39c74903ce5618d895eb3bf',
    },
    test: {
      path: 'mnist/test-00000-of-00001.parquet',
      count: 10_000,
      sha256: 'd49fcf556ce25b002b302e318ce4a11098bbfe5d4499c3f35d7c72297c52374b',
    },
    columns: ['image', 'label'],
    bytes: 18_157_506,
    licence: 'MIT, as its page on the hub states',
    source: 'LeCun, Cortes and Burges: 28 × 28 grey handwritten digits',
    ...grey,
    classes: 10,
    classNames: digitClasses,
    normalization: { scale, mean: [0.1307], std: [0.3081] },
  },
  'fashion-mnist': {
    label: 'Fashion-MNIST',
    repository: 'zalando-datasets/fashion_mnist',
    revision: '531be5e2ccc9dba0c201ad3ae567a4f3d16ecdd2',
    train: { path: 'fashion_mnist/train-00000-of-00001.parquet', count: 60_000 },
    test: { path: 'fashion_mnist/test-00000-of-00001.parquet', count: 10_000 },
    columns: ['image', 'label'],
    bytes: 36_000_000,
    licence: 'MIT, © 2017 Zalando SE',
    source: 'Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747: 28 × 28 grey clothes',
    ...grey,
    classes: 10,
    classNames: fashionClasses,
    normalization: { scale, mean: [0.286], std: [0.353] },
  },
  cifar10: {
    label: 'CIFAR-10',
    repository: 'uoft-cs/cifar10',
    revision: '0b2714987fa478483af9968de7c934580d0bb9a2',
    train: {
      path: 'plain_text/train-00000-of-00001.parquet',
      count: 50_000,
      bytes: 119_705_255,
      sha256: '8428b53a88a11ac374111006708df51469e315a22ac6d66470afd9c78d2ae883',
    },
    test: {
      path: 'plain_text/test-00000-of-00001.parquet',
      count: 10_000,
      bytes: 23_940_850,
      sha256: '841389e6f2d64f28bf17310e430aebac20ec3ba611a3c5e231dc93c645ce84de',
    },
    columns: ['img', 'label'],
    bytes: 143_646_105,
    licence: 'none stated by its authors; used for research since 2009',
    source: 'Krizhevsky 2009, Learning multiple layers of features from tiny images: 32 × 32 colour photographs',
    ...colour,
    classes: 10,
    classNames: cifar10Classes,
    normalization: { scale, mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] },
  },
  cifar100: {
    label: 'CIFAR-100',
    repository: 'uoft-cs/cifar100',
    revision: 'aadb3af77e9048adbea6b47c21a81e47dd092ae5',
    train: {
      path: 'cifar100/train-00000-of-00001.parquet',
      count: 50_000,
      bytes: 118_518_617,
      sha256: '694865d6b990e234804f01268586c41e88bcbbb75e20858432c05ad4081aca23',
    },
    test: {
      path: 'cifar100/test-00000-of-00001.parquet',
      count: 10_000,
      bytes: 23_772_751,
      sha256: '98776c529bb146a9c791229df74a5cf076be9b43d82dbbd334b6a7788d73dc68',
    },
    columns: ['img', 'fine_label'],
    bytes: 142_291_368,
    licence: 'none stated by its authors; used for research since 2009',
    source: 'Krizhevsky 2009, Learning multiple layers of features from tiny images: 32 × 32 colour photographs of 100 classes',
    ...colour,
    classes: 100,
    classNames: cifar100Classes,
    normalization: { scale, mean: [0.5071, 0.4867, 0.4408], std: [0.2675, 0.2565, 0.2761] },
  },
  svhn: {
    label: 'SVHN',
    repository: 'ufldl-stanford/svhn',
    revision: 'f9e1717d73324ebbc1ece84267ccd80d0aca0690',
    train: { path: 'cropped_digits/train-00000-of-00001.parquet', count: 73_257 },
    test: { path: 'cropped_digits/test-00000-of-00001.parquet', count: 26_032 },
    columns: ['image', 'label'],
    bytes: 170_000_000,
    licence: 'non-commercial use only',
    source: 'Netzer et al. 2011, Reading digits in natural images: 32 × 32 colour house numbers',
    ...colour,
    classes: 10,
    classNames: digitClasses,
    normalization: { scale, mean: [0.4377, 0.4438, 0.4728], std: [0.198, 0.201, 0.197] },
  },
};
