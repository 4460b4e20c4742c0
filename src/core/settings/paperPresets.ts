/**
 * The papers' experiments, one preset for each network and data set of a row of algorithms.md §10: network, data with
 * augmentation, optimizer, schedule, epochs, seeds and constants of the methods. Nobody trains them in a browser as they are:
 * `fit.ts` makes them smaller. Rows for which there is no task here (translation, pretrained networks) say what stands in its place.
 *
 * Once shared they are frozen, like all presets.
 */
import { trainCountOf } from '../datasets/index';
import { type PaperConstants, paperConstants } from '../sam/paperConstants';
import { stepsOfEpoch } from './epochs';
import type { Experiment } from './experiment';
import { trainedAs, withConstants } from './papers';
import { type Paper, paperRows, type Row } from './paperRows';
import { paperTraining } from './paperTraining';
import { type FromPaper, type Preset, preset } from './preset';

/** Words for keys of `paperTraining` that a paper does not state. */
const words: Readonly<Record<string, string>> = {
  smooth: 'no label smoothing',
  clip: 'no gradient clipping',
  per: 'a learning rate that changes once per epoch',
  wd: 'weight decay',
  batch: 'batches of 512',
};

/** The experiment is put together when it is asked for: there are many, and a page needs one. */
function made({ authors, source }: Paper, row: Row): Preset {
  const training = paperTraining[row.training] as (typeof paperTraining)[string];
  const isMarked = row.runs.some(([algorithm, id]) => constantsOf(algorithm, id)?.filledIn);
  const paper: FromPaper = {
    authors,
    source,
    needs: row.data.name,
    ...(row.instead === undefined ? {} : { instead: row.instead }),
    published: row.data.published,
    filledIn: [
      ...new Set([
        ...row.filledIn,
        ...(row.net.filledIn ?? []),
        ...(training.filledIn ?? []).map((key) => words[key] ?? key),
        ...(isMarked ? ['constants of methods, as their explanations say'] : []),
      ]),
    ],
  };
  let known: Experiment | undefined;
  return {
    label: row.label,
    help: row.help,
    paper,
    get experiment() {
      known ??= experimentOf(row);
      return known;
    },
  };
}

function experimentOf({ id, label, help, data, variant, net, training, own, epochs, seeds, val, runs }: Row): Experiment {
  const values = { noise: 0, val, take: Math.max(60_000, data.published), ...data.augmentation, ...variant };
  const plain = preset(id, {
    label,
    help,
    data: ['files', values],
    model: net.model,
    training: { ...own, epochs, seeds },
    runs: runs.map(([algorithm, , own = {}]) => [algorithm, own]),
  }).experiment;
  const trained = trainedAs(plain, paperTraining[training] as (typeof paperTraining)[string]);
  // As many as the published training set gives; on other data the page counts anew. Measured once per epoch.
  const every = stepsOfEpoch(trainCountOf(trained.data, { count: data.published + 1, testCount: 1 }), trained.training.batch);
  return {
    ...trained,
    training: { ...trained.training, steps: epochs * every, every },
    runs: trained.runs.map((run, index) => {
      const constants = constantsOf(run.algorithm, runs[index]?.[1]);
      const length = runs[index]?.[3];
      return { ...(constants ? withConstants(run, constants) : run), ...(length === undefined ? {} : { length }) };
    }),
  };
}

function constantsOf(algorithm: string, id: string | undefined): PaperConstants | undefined {
  return paperConstants[algorithm]?.find((row) => row.id === id);
}

/** By their word in links, a paper's next to each other. */
export const paperPresets: Readonly<Record<string, Preset>> = Object.fromEntries(
  paperRows.flatMap(([paper, rows]) => rows.map((row) => [row.id, made(paper, row)] as const)),
);
