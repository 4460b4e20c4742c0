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
  THREE_SEEDS,
  VALIDATION_UNSAID,
} from './paperRow';

/** Pairs of sentences as fairseq's script prepares them for German to English. */
const iwslt: Data = { id: 'iwslt14', name: 'IWSLT’14', published: 160_239, augmentation: {} };
/** The pairs of MRPC, the task of GLUE on which LETS shows its sensitivity to ρ. */
const glue: Data = { id: 'glue', name: 'GLUE', published: 3668, augmentation: {} };
/** No data set is stated: counts are taken anew from what is brought. */
const pictures: Data = { id: 'pictures', name: 'pictures of 224 × 224', published: 10_000, augmentation: {} };
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
const FINE_TUNING_UNSAID = ['η, batch and epochs (as BERT’s authors fine-tune)', 'no warm-up'];

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
const fineTuned: readonly Run[] = [['sgd'], ['sam', undefined, { rho: RHO }], ['bisam-log', undefined, { rho: RHO, mu: 1 }]];
const MICRO = { rho: RHO, m: 4 };
const silent = { seeds: [1], val: TENTH_HELD_OUT } as const;
const BISAM_UNSAID = [SEEDS_UNSAID, 'ρ and μ', 'a tenth held out for validation'];

export const bisamStandIns: readonly Row[] = [
  {
    ...silent,
    id: 'bisam-resnet50-imagenet',
    label: 'ResNet-50 on ImageNet',
    help: 'Each micro-batch climbs on its own: mSAM, and mSAM with BiSAM’s bound.',
    instead:
      'The available text says of ImageNet only that each micro-batch climbs on its own, and the set is too large for a browser: bring a folder of pictures, one folder per class.',
    data: imagenet,
    net: resnet50,
    training: 'imagenet',
    epochs: 90,
    runs: [['sgd'], ['msam', undefined, MICRO], ['msam-bisam', undefined, { ...MICRO, mu: 1 }]],
    filledIn: [
      ...BISAM_UNSAID,
      'optimizer, η, weight decay, batch and epochs (those of LETS and AE-SAM)',
      'micro-batches of 128',
      'no augmentation',
    ],
  },
  {
    ...silent,
    id: 'bisam-vit-b16',
    label: 'ViT-B/16 fine-tuned',
    help: 'A Vision Transformer with AdamW, a linearly falling rate and clipping.',
    instead:
      'The paper fine-tunes a pretrained ViT-B/16; here one learns from scratch. Bring folders of pictures, one per class, with a side of 224 under “How files are read”.',
    data: pictures,
    net: vit,
    training: 'bisam-finetuning',
    ...FINE_TUNING,
    runs: fineTuned,
    filledIn: [...BISAM_UNSAID, ...FINE_TUNING_UNSAID, 'the data set (10,000 pictures, until yours are read)'],
  },
  {
    ...silent,
    id: 'bisam-bert-glue',
    label: 'BERT-base on GLUE',
    help: 'An encoder as large as BERT-base on texts, with BiSAM (−log).',
    instead:
      'The paper fine-tunes a pretrained BERT; an encoder of its size learns from scratch here. Bring the TSV file of a task of GLUE, or of your own.',
    data: glue,
    net: bert,
    training: 'bisam-finetuning',
    ...FINE_TUNING,
    runs: fineTuned,
    filledIn: [...BISAM_UNSAID, ...FINE_TUNING_UNSAID, GLUE_UNSAID],
  },
];
