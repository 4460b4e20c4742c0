/**
 * Rows of algorithms.md §10 whose task cannot be had in a browser: translation, pretrained networks, and ImageNet with values that
 * the available text does not have. Each trains the nearest network on data of one's own, and says so.
 */
import {
  type Data,
  imagenet,
  LEAST_VALIDATION,
  type Net,
  RHO_UNSAID,
  type Row,
  type Run,
  SEEDS_UNSAID,
  TENTH_HELD_OUT,
  TEN_SEEDS,
  THREE_SEEDS,
  VALIDATION_UNSAID,
} from './paperRow';

/** Pairs of sentences as fairseq's script prepares them for German to English. */
const iwslt: Data = { id: 'iwslt14', name: 'IWSLT’14', published: 160_239, augmentation: {} };
/** The pairs of MRPC, the task of GLUE on which LETS shows its sensitivity to ρ. */
const glue: Data = { id: 'glue', name: 'GLUE', published: 3668, augmentation: {} };
/** Nilsback and Zisserman 2008: 1,020 pictures for training and as many for validation, both of which fine-tuning uses. */
const flowers: Data = { id: 'flowers', name: 'Oxford-flowers', published: 2040, augmentation: {} };
/** Parkhi et al. 2012: “trainval”. */
const pets: Data = { id: 'pets', name: 'Oxford-IIIT Pets', published: 3680, augmentation: {} };
const GLUE_UNSAID = 'the task (the 3,668 training pairs of MRPC, until your own are read)';

/** The network of fairseq for this task; blocks have hidden layers of four times their width, there it is twice. */
const transformer: Net = {
  id: 'transformer',
  name: 'Transformer',
  model: ['transformer', { heads: 4, headwidth: 128, blocks: 6, dropout: 0.3 }],
  filledIn: ['the size of the network (fairseq’s: 6 blocks, 4 heads of 128)'],
};
/** Devlin et al. 2019, arXiv:1810.04805, §3; He et al. 2021, arXiv:2006.03654, has the same size. */
const base = {
  model: ['transformer', { heads: 12, headwidth: 64, blocks: 12, dropout: 0.1, norm: 'post', act: 'gelu', pool: 'class' }],
} as const;
const deberta: Net = { id: 'deberta', name: 'DeBERTa', ...base, filledIn: ['the size of the network (base: 12 blocks, 12 heads of 64)'] };
const bert: Net = { id: 'bert', name: 'BERT-base', ...base };
const vit: Net = { id: 'vit-b16', name: 'ViT-B/16', model: ['vit', { heads: '12', patch: 16 }] };
const resnet50: Net = {
  id: 'resnet50',
  name: 'ResNet-50',
  model: ['resnet', { depth: '50', stem: 'imagenet' }],
  filledIn: ['the network'],
};

/** As BERT's authors fine-tune: Devlin et al. 2019, arXiv:1810.04805, §4.1, appendix A.3. */
const FINE_TUNING = { own: { lr: 2e-5, batch: 32 }, epochs: 3 } as const;
const FINE_TUNING_UNSAID = ['η, batch and epochs (as BERT’s authors fine-tune)', 'the length of the warm-up (none here)'];

/** @param runs  the methods that LETS compares everywhere. */
export const letsStandIns = (runs: readonly Run[]): readonly Row[] => {
  const shared = { seeds: THREE_SEEDS, val: LEAST_VALIDATION, runs };
  const filledIn = [VALIDATION_UNSAID, RHO_UNSAID];
  return [
    {
      ...shared,
      id: 'lets-transformer-iwslt14',
      label: 'Transformer on IWSLT’14',
      help: 'A Transformer encoder with label smoothing and dropout, 50 epochs, with the methods the paper compares.',
      instead:
        'IWSLT’14 is a translation task, and Basin’s encoder classifies: these are its constants, for your own TSV or CSV file of texts with a label each.',
      data: iwslt,
      net: transformer,
      training: 'lets-translation',
      own: { batch: 32 },
      epochs: 50,
      filledIn: [...filledIn, 'batches of 32', 'a constant learning rate'],
    },
    {
      ...shared,
      id: 'lets-deberta-glue',
      label: 'DeBERTa on GLUE',
      help: 'An encoder as large as DeBERTa-base on texts, with the methods the paper compares.',
      instead:
        'The paper fine-tunes a pretrained DeBERTa; an encoder of its size, without its relative positions, learns from scratch here. Bring the TSV file of a task of GLUE, or of your own.',
      data: glue,
      net: deberta,
      training: 'lets-glue',
      ...FINE_TUNING,
      filledIn: [...filledIn, ...FINE_TUNING_UNSAID, GLUE_UNSAID],
    },
  ];
};

const RHO = 0.05;
const sam: Run = ['sam', undefined, { rho: RHO }];
const bound: Run = ['bisam-log', undefined, { rho: RHO, mu: 1 }];
const MICRO = { rho: RHO, m: 4 };
const TENTH = { val: TENTH_HELD_OUT } as const;
const BISAM_UNSAID = ['ρ and μ', 'a tenth held out for validation'];

/** Fine-tuned on either of two sets of pictures. */
const finelyTuned = (id: string, data: Data, counted: string): Row => ({
  ...TENTH,
  id,
  label: `ViT-B/16 on ${data.name}`,
  help: 'A Vision Transformer with AdamW, a linearly falling rate and clipping: SAM beside both bounds.',
  instead:
    'The paper fine-tunes a pretrained ViT-B/16; here one learns from scratch. Bring folders of pictures, one per class, with a side of 224 under “How files are read”.',
  data,
  net: vit,
  training: 'bisam-finetuning',
  ...FINE_TUNING,
  seeds: [1],
  runs: [sam, ['bisam-tanh', undefined, { rho: RHO, mu: 10, alpha: 0.1 }], bound],
  filledIn: [SEEDS_UNSAID, ...BISAM_UNSAID, 'α', ...FINE_TUNING_UNSAID, counted],
});

export const bisamStandIns: readonly Row[] = [
  {
    ...TENTH,
    id: 'bisam-resnet50-imagenet',
    label: 'ResNet-50 on ImageNet',
    help: 'Each micro-batch climbs on its own: mSAM beside mSAM with either of BiSAM’s bounds.',
    instead:
      'The paper trains on ImageNet as on CIFAR, with micro-batches that climb on their own, and the set is too large for a browser: bring a folder of pictures, one folder per class.',
    data: imagenet,
    net: resnet50,
    training: 'bisam-imagenet',
    epochs: 90,
    seeds: [1],
    runs: [
      ['msam', undefined, MICRO],
      ['msam-bisam', 'imagenet-log', { m: 4 }],
      ['msam-bisam', 'imagenet-tanh', { m: 4 }],
    ],
    filledIn: [SEEDS_UNSAID, 'ρ, μ and α', 'epochs', 'micro-batches of 128', 'no augmentation'],
  },
  finelyTuned('bisam-vit-b16', flowers, 'how many pictures (2,040, its parts for training and validation)'),
  finelyTuned('bisam-vit-b16-pets', pets, 'how many pictures (3,680, its part for training and validation)'),
  {
    ...TENTH,
    id: 'bisam-bert-glue',
    label: 'BERT-base on GLUE',
    help: 'An encoder as large as BERT-base on texts, with BiSAM (−log), ten times.',
    instead:
      'The paper fine-tunes a pretrained BERT on eight tasks, for longer on MRPC and WNLI and with another ρ on CoLA and RTE; an encoder of its size learns from scratch here. Bring the TSV file of a task of GLUE, or of your own.',
    data: glue,
    net: bert,
    training: 'bisam-finetuning',
    ...FINE_TUNING,
    seeds: TEN_SEEDS,
    runs: [['sgd'], sam, bound],
    filledIn: [...BISAM_UNSAID, ...FINE_TUNING_UNSAID, GLUE_UNSAID],
  },
];
