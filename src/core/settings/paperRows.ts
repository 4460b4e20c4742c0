/**
 * Rows of algorithms.md §10 as data: which network on which data, trained how, by which methods. What is not in a paper's text is
 * named in `filledIn`. Values of training and constants of methods stand in `paperTraining.ts` and `sam/paperConstants.ts`.
 */
import {
  cifar10,
  cifar100,
  type Data,
  densenet,
  FIVE_SEEDS,
  imagenet,
  LEAST_VALIDATION,
  mnist,
  type Net,
  type Paper,
  perceptron,
  pyramidnet,
  resnet18,
  resnet32,
  resnet50,
  resnet56,
  RHO_OF_GRID,
  RHO_UNSAID,
  type Row,
  type Run,
  SEEDS_UNSAID,
  svhn,
  TENTH_HELD_OUT,
  THREE_SEEDS,
  VALIDATION_UNSAID,
  vgg,
  vit,
  wrn,
} from './paperRow';
import { bisamStandIns, letsStandIns } from './paperStandIns';

export type { Paper, Row };

const RATES = [20, 40, 60, 80] as const;

const LETS: Paper = { authors: 'Wang et al. 2024 (LETS)', source: 'arXiv:2408.08222, tables 10–12' };
const ADAPTIVE: Paper = { authors: 'Jiang et al. 2023 (AE-SAM)', source: 'arXiv:2304.14647' };
const UNIVERSAL: Paper = { authors: 'Tahmasebi et al. 2024 (universal class)', source: 'arXiv:2406.03682' };
const BISAM: Paper = { authors: 'Xie et al. 2024 (BiSAM)', source: 'arXiv:2407.12993' };

/** Columns of LETS' tables 1 to 4. Its appendix E gives SAM and LETS-SAM one configuration, and ASAM and LETS-ASAM another. */
const letsRuns: readonly Run[] = [
  ['sgd'],
  ['esam', 'paper'],
  ['ss-sam', 'ae-cifar'],
  ['ae-sam', 'cifar'],
  ['looksam', 'ae-cifar'],
  ['ae-looksam', 'cifar'],
  ['gsam'],
  ['sam'],
  ['lets-sam', 'all'],
  ['asam', 'lets'],
  ['lets-asam', 'all'],
];
const adaptiveRuns: readonly Run[] = [
  ['sgd'],
  ['sam'],
  ['esam', 'paper'],
  ['ss-sam', 'ae-cifar'],
  ['looksam', 'ae-cifar'],
  ['ae-sam', 'cifar'],
  ['ae-looksam', 'cifar'],
];
const adaptiveNoise: readonly Run[] = [
  ['sgd'],
  ['sam'],
  ['esam', 'paper'],
  ['ss-sam', 'ae-cifar'],
  ['looksam', 'ae-noise'],
  ['ae-sam', 'cifar'],
  ['ae-looksam', 'noise'],
];
const ESAM_UNSAID = 'β and γ of ESAM';
const RHO = 0.05;
const atRho = (runs: readonly Run[]): readonly Run[] =>
  runs.map(([algorithm, id]) => (algorithm === 'sgd' ? [algorithm] : [algorithm, id, { rho: RHO }]));
/** BiSAM's constants as its CIFAR rows have them, with a radius of one's own. SGD has as many gradients: twice the epochs. */
const bisamNoise = (rho: number): readonly Run[] => [
  ['sgd', undefined, undefined, 2],
  ['sam', undefined, { rho }],
  ['bisam-tanh', undefined, { rho, mu: 10, alpha: 0.1 }],
  ['bisam-log', undefined, { rho, mu: 1 }],
];
/** SAM with both bounds, and the pairs of the tables of combinations: ASAM with A-BiSAM at one ρ, ESAM with E-BiSAM. */
const bisamRuns: readonly Run[] = [
  ...bisamNoise(RHO),
  ['asam', 'bisam'],
  ['a-bisam', 'cifar'],
  ['esam', 'paper', { rho: RHO }],
  ['e-bisam', 'cifar', { rho: RHO }],
];
const BISAM_CONSTANTS = 'ρ of SAM and BiSAM, μ and α (of the authors’ code), ρ of ASAM and A-BiSAM';

const title = (net: Net, data: Data) => `${net.name} on ${data.name}`;
const FOUR = [1, 2, 3, 4];

/** Rows that LETS and AE-SAM have in common: four networks on both CIFAR sets, ImageNet, and two networks under label noise. */
function sharedRows(
  paper: string,
  common: {
    readonly training: string;
    readonly vit: string;
    readonly val: number;
    readonly seeds: readonly number[];
    readonly imagenetSeeds: readonly number[];
    readonly filledIn: readonly string[];
    readonly imagenetFilledIn: readonly string[];
  },
  runs: {
    readonly plain: readonly Run[];
    readonly noise: readonly Run[];
    readonly imagenet: readonly Run[];
    readonly noiseFilledIn: readonly string[];
  },
): readonly Row[] {
  const { seeds, val, filledIn } = common;
  const plain = [cifar10, cifar100].flatMap((data) =>
    [resnet18, wrn(10), pyramidnet, vit].map((net): Row => {
      const [training, epochs] = net === vit ? [common.vit, 1200] : [common.training, net === pyramidnet ? 300 : 200];
      const help = `${title(net, data)}, ${epochs} epochs, with the methods the paper compares.`;
      return {
        id: `${paper}-${net.id}-${data.id}`,
        label: title(net, data),
        help,
        data,
        net,
        training,
        epochs,
        seeds,
        val,
        runs: runs.plain,
        filledIn,
      };
    }),
  );
  const large: Row = {
    id: `${paper}-resnet50-imagenet`,
    label: title(resnet50, imagenet),
    help: `${title(resnet50, imagenet)}, 90 epochs of batches of 512: far more than a browser holds.`,
    data: imagenet,
    net: resnet50,
    training: 'imagenet',
    epochs: 90,
    seeds: common.imagenetSeeds,
    val,
    runs: runs.imagenet,
    filledIn: [...common.imagenetFilledIn, 'no augmentation'],
  };
  const noisy = [resnet18, resnet32].flatMap((net) =>
    RATES.map((rate): Row => {
      const label = `${title(net, cifar10)}, ${rate} % wrong labels`;
      return {
        id: `${paper}-${net.id}-noise${rate}`,
        label,
        help: `${label}: who resists learning them by heart.`,
        data: cifar10,
        variant: { noise: rate / 100, flip: 'other' },
        net,
        training: common.training,
        epochs: 200,
        seeds,
        val,
        runs: runs.noise,
        filledIn: [...filledIn, ...runs.noiseFilledIn, 'wrong labels are drawn from the other classes'],
      };
    }),
  );
  return [...plain, large, ...noisy];
}

const letsRows = sharedRows(
  'lets',
  {
    training: 'lets-cifar',
    vit: 'lets-vit',
    val: LEAST_VALIDATION,
    seeds: THREE_SEEDS,
    imagenetSeeds: THREE_SEEDS,
    filledIn: [VALIDATION_UNSAID, RHO_UNSAID],
    imagenetFilledIn: [VALIDATION_UNSAID, RHO_UNSAID],
  },
  { plain: letsRuns, noise: letsRuns, imagenet: letsRuns, noiseFilledIn: ['η', 'weight decay', 'batch and epochs'] },
);

const adaptiveRows = sharedRows(
  'ae',
  {
    training: 'adaptive-cifar',
    vit: 'adaptive-cifar',
    val: TENTH_HELD_OUT,
    seeds: FIVE_SEEDS,
    imagenetSeeds: THREE_SEEDS,
    filledIn: [RHO_OF_GRID, ESAM_UNSAID],
    imagenetFilledIn: ['a tenth held out for validation', ESAM_UNSAID],
  },
  {
    plain: atRho(adaptiveRuns),
    noise: atRho(adaptiveNoise),
    imagenet: atRho(adaptiveRuns).map(([algorithm, id, values]) => [algorithm, algorithm === 'ae-sam' ? 'imagenet' : id, values] as const),
    noiseFilledIn: [],
  },
);

/** Columns of the universal class: whole, a tenth of the samples (-S), a fifth of the labels wrong (-C). */
const universalRows: readonly Row[] = [
  ...(['', '-S', '-C'] as const).flatMap((variant) =>
    [cifar10, cifar100, svhn].map((data): Row => {
      const name = `${data.name}${variant}`;
      const column = `universal-${name.toLowerCase()}`;
      const base = `universal-${data.name.toLowerCase()}`;
      return {
        id: `universal-resnet18-${data.id}${variant.toLowerCase()}`,
        label: `ResNet-18 on ${name}`,
        help: `ResNet-18 on ${name}, 200 epochs: Trace-, Frob- and Det-SAM beside SAM, ASAM and sparse SAM.`,
        data,
        variant: variant === '-S' ? { first: 0.1 } : variant === '-C' ? { noise: 0.2, flip: 'other' } : {},
        net: resnet18,
        training: data === cifar100 ? 'universal-cifar-100' : 'universal-cifar-10',
        epochs: 200,
        seeds: FOUR,
        val: LEAST_VALIDATION,
        runs: [['sgd'], ['sam', base], ['asam', base], ['ssam-f', base], ['trace-sam', column], ['frob-sam', column], ['det-sam', column]],
        filledIn: [VALIDATION_UNSAID, ...(variant ? ['ρ of SAM, ASAM and SSAM-F, from the whole data set'] : [])],
      };
    }),
  ),
  {
    id: 'universal-mlp-mnist',
    label: 'MLP 784-128×5-10 on MNIST (bias of Frob-SAM)',
    help: 'A perceptron of five hidden layers, 20 epochs at a constant rate: what Frob-SAM prefers by itself.',
    data: mnist,
    net: perceptron,
    training: 'universal-mnist',
    epochs: 20,
    seeds: [1],
    val: LEAST_VALIDATION,
    runs: [['sgd'], ['frob-sam', undefined, { n: 2, rho: 0.01, lambda: 1e-3 }], ['frob-sam', undefined, { n: 2, rho: 0.01, lambda: 1e-2 }]],
    filledIn: [VALIDATION_UNSAID, 'λ of Frob-SAM (several in the paper)', SEEDS_UNSAID],
  },
];

const bisamRows: readonly Row[] = [
  ...[cifar10, cifar100].flatMap((data) =>
    [densenet, resnet56, vgg, wrn(2), wrn(10)].map(
      (net): Row => ({
        id: `bisam-${net.id}-${data.id}`,
        label: title(net, data),
        help: `${title(net, data)}, 200 epochs with smoothed labels; ASAM with A-BiSAM and ESAM with E-BiSAM as pairs. SGD has twice the epochs, and so as many gradients as SAM.`,
        data,
        net,
        training: 'bisam-cifar',
        epochs: 200,
        seeds: [1],
        val: TENTH_HELD_OUT,
        runs: bisamRuns,
        filledIn: [SEEDS_UNSAID, BISAM_CONSTANTS],
      }),
    ),
  ),
  ...RATES.map((rate): Row => {
    const label = `${title(resnet56, cifar10)}, ${rate} % wrong labels`;
    return {
      id: `bisam-resnet56-noise${rate}`,
      label,
      help: `${label}, with smoothed labels. SGD has twice the epochs, and so as many gradients as SAM.`,
      data: cifar10,
      variant: { noise: rate / 100, flip: 'other' },
      net: resnet56,
      training: 'bisam-cifar',
      epochs: 200,
      seeds: [1],
      val: TENTH_HELD_OUT,
      runs: bisamNoise(rate === 80 ? 0.02 : RHO),
      filledIn: [
        SEEDS_UNSAID,
        'the network',
        'ρ of SAM and BiSAM, μ and α (of the authors’ code)',
        ...(rate === 80 ? ['at which rate ρ is another, and which'] : []),
      ],
    };
  }),
];

export const paperRows: readonly (readonly [Paper, readonly Row[]])[] = [
  [LETS, [...letsRows, ...letsStandIns(letsRuns)]],
  [ADAPTIVE, adaptiveRows],
  [UNIVERSAL, universalRows],
  [BISAM, [...bisamRows, ...bisamStandIns]],
];
