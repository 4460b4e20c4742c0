// What the benchmark measures: which trainings are loaded into which room, and how their figures are taken. Plain data;
// `tables.mjs` prints it.
import { interleaved, ratioOf, spreadOf, stepsFor } from './statistics.mjs';

/** Losses of the first steps must agree to this, relative: float32 sums in another order are good to about 1e-5 here. */
const SAME = 1e-3;
const COMPARED_STEPS = 3;
/** Steps handed over in a row for one figure of script time: the page's clock ticks in tenths of a millisecond. */
const HANDED = { least: 4, most: 16 };
/** A step that takes longer is repeated a few times only, and only where libraries are compared. */
const LONG_SECONDS = 3;
const FEW = 3;
/** Warm-up ends with a block that makes steps less than so many times as fast as the one before. */
const GAIN = 1.3;
/** The first step has no momentum yet, so the second is compiled anew. */
const WARM_UPS = { least: 3, most: 10 };

/** Libraries by the name the command takes. The first is what the others are compared with. */
export const libraries = ['basin', 'basin-eager', 'tfjs', 'jax'];

/** Algorithms with what they change. λ₁ = λ₂ holds AE-SAM's threshold still: the higher, the fewer steps climb. */
const algorithms = [
  { algorithm: 'sgd' },
  { algorithm: 'sam' },
  { algorithm: 'asam' },
  { algorithm: 'bisam-log' },
  { algorithm: 'lets-sam' },
  ...[1, 0, -0.5].map((lambda) => ({ algorithm: 'ae-sam', values: { lambda1: lambda, lambda2: lambda } })),
];
/** Of the network's own batch size. */
const batchFactors = [1 / 8, 1 / 2, 1, 4];
const groupSizes = [1, 2, 4, 8];

/**
 * @typedef {{ call: (name: string, ...args: unknown[]) => Promise<any>, close: () => Promise<void> }} Room
 *
 * @typedef {object} Setup
 * @property {{ open: () => Promise<Room> }} house
 * @property {readonly { name: string, label: string, batch: number, isLong?: boolean }[]} nets a long one is repeated a few times only
 * @property {readonly string[]} libraries
 * @property {number} seconds of a block
 * @property {number} repeats
 * @property {(sentence: string) => void} say
 * @property {readonly { name: string, label: string }[]} kernels operations that are timed one by one
 * @property {number} images in a batch of those on images
 */

/**
 * One step of SAM and one of SGD by every library, after they have been found to compute the same.
 *
 * @param {Setup} given
 * @param {string} backend
 * @param {Setup['nets'][number]} net
 * @returns {Promise<any[]>} a row per library: who it is, `losses` and their largest relative `deviation` from the first
 *   library's, `counts` per step, milliseconds per step, ratios; `refused` instead of times where it was not timed.
 */
export async function comparePeers(given, backend, net) {
  const setup = net.isLong ? { ...given, repeats: Math.min(given.repeats, FEW) } : given;
  const rooms = [];
  try {
    const rows = [];
    for (const library of setup.libraries.filter((one) => backend === 'webgpu' || one !== 'basin-eager')) {
      setup.say(`${net.label} on ${backend}: ${library} starts`);
      rooms.push(await setup.house.open());
      rows.push(await preparedPeer(setup, rooms.at(-1), { backend, net, library }));
    }
    const [reference] = rows;
    for (const row of rows.filter(({ losses }) => losses)) {
      row.deviation = reference.losses ? deviationOf(row.losses, reference.losses) : Number.NaN;
      if (!(row.deviation <= SAME)) row.refused = `its losses differ from ${reference.library}'s by ${row.deviation.toPrecision(2)}`;
    }
    const timed = rows.filter(({ refused }) => !refused);
    setup.say(`${net.label} on ${backend}: ${timed.map(({ library }) => library).join(', ')} in turn`);
    const cells = timed.flatMap(({ sam, sgd }) => [sam, sgd]);
    const times = await interleaved(cells, blockMs);
    for (const row of timed) {
      const own = times.get(row.sam);
      row.ms = spreadOf(own);
      row.samOverSgd = ratioOf(own, times.get(row.sgd));
      if (!reference.refused) row.timesReference = ratioOf(own, times.get(reference.sam));
      // On the processor the script is the computation.
      if (row.counts) row.scriptMs = await scriptMs(row.sam);
    }
    return rows.map(({ sam, sgd, ...row }) => ({ ...row, repetitions: { sam: times.get(sam) ?? [], sgd: times.get(sgd) ?? [] } }));
  } finally {
    for (const room of rooms) await room.close();
  }
}

/** A library with both trainings loaded; what it cannot do is a sentence, not the end of the benchmark. */
async function preparedPeer(setup, room, { backend, net, library }) {
  const row = { backend, net: net.label, batch: net.batch, library };
  try {
    Object.assign(row, await room.call('open', library, backend));
    const asked = { net: net.name, batch: net.batch };
    const { id, parameters } = await room.call('load', { ...asked, algorithm: 'sam' });
    Object.assign(row, {
      parameters,
      losses: await room.call('losses', id, COMPARED_STEPS),
      counts: backend === 'wasm' ? null : await room.call('count', id),
    });
    const plain = await room.call('load', { ...asked, algorithm: 'sgd' });
    return { ...row, sam: await cellOf(setup, room, id), sgd: await cellOf(setup, room, plain.id) };
  } catch (error) {
    return { ...row, refused: error.message };
  }
}

/**
 * Basin's algorithms against its own SAM and SGD.
 *
 * @param {Setup} setup
 * @param {string} backend
 * @param {Setup['nets'][number]} net
 * @returns {Promise<any[]>} a row per algorithm, `climbed` being the share of its steps that did
 */
export async function compareAlgorithms(setup, backend, net) {
  setup.say(`${net.label} on ${backend}: algorithms`);
  const rows = await inOneRoom(setup, backend, algorithms, (item) => ({ net: net.name, batch: net.batch, ...item }));
  if (rows[0].refused) return [{ ...rows[0], net: net.label, batch: net.batch }];
  const timesOf = (wanted) => rows.find(({ algorithm }) => algorithm === wanted).repetitions;
  return rows.map((row) => ({
    ...row,
    net: net.label,
    batch: net.batch,
    timesSam: ratioOf(row.repetitions, timesOf('sam')),
    timesSgd: ratioOf(row.repetitions, timesOf('sgd')),
  }));
}

/**
 * Basin's SAM on batches of several sizes.
 *
 * @param {Setup} setup
 * @param {string} backend
 * @param {Setup['nets'][number]} net
 * @returns {Promise<any[]>} a row per size
 */
export async function compareBatches(setup, backend, net) {
  setup.say(`${net.label} on ${backend}: batch sizes`);
  const sizes = [...new Set(batchFactors.map((factor) => Math.max(2, Math.round(factor * net.batch))))].map((batch) => ({ batch }));
  const rows = await inOneRoom(setup, backend, sizes, ({ batch }) => ({ net: net.name, batch, algorithm: 'sam' }));
  if (rows[0].refused) return [{ ...rows[0], net: net.label }];
  return rows.map((row) => ({
    ...row,
    net: net.label,
    timesFirst: ratioOf(row.repetitions, rows[0].repetitions),
    samplesPerSecond: (1000 * row.batch) / row.ms.median,
  }));
}

/**
 * Groups of SAM runs of the default experiment, from one run to as many as the page allows.
 *
 * @param {Setup} setup
 * @param {string} backend
 * @returns {Promise<any[]>} a row per size of the group
 */
export async function compareGroups(setup, backend) {
  setup.say(`groups on ${backend}`);
  const sizes = groupSizes.map((runs) => ({ runs }));
  const rows = await inOneRoom(setup, backend, sizes, (item) => item);
  if (rows[0].refused) return rows;
  return rows.map((row) => ({ ...row, timesOne: ratioOf(row.repetitions, rows[0].repetitions) }));
}

/**
 * Operations one by one, Basin's and TensorFlow.js', each timed only after they were found to give the same.
 *
 * @param {Setup} setup
 * @param {string} backend
 * @returns {Promise<any[]>} a row per operation: the largest `deviation` of TensorFlow.js' results relative to the largest of
 *   Basin's, milliseconds of each, and the ratio; `refused` instead where one cannot, or they differ
 */
export async function compareKernels(setup, backend) {
  setup.say(`kernels on ${backend}`);
  const rooms = { basin: await setup.house.open(), tfjs: await setup.house.open() };
  try {
    const { adapter } = await rooms.basin.call('open', 'basin', backend);
    await rooms.tfjs.call('open', 'tfjs', backend);
    const rows = [];
    for (const { name, label } of setup.kernels) rows.push({ backend, adapter, name, label, ...(await compareKernel(setup, rooms, name)) });
    return rows;
  } catch (error) {
    return [{ backend, refused: error.message }];
  } finally {
    for (const room of Object.values(rooms)) await room.close();
  }
}

async function compareKernel(setup, rooms, kernel) {
  try {
    const [own, peer] = [rooms.basin, rooms.tfjs];
    const [{ id: ownId }, { id: peerId }] = [
      await own.call('load', { kernel, images: setup.images }),
      await peer.call('load', { kernel, images: setup.images }),
    ];
    const deviation = furthest(await peer.call('results', peerId), await own.call('results', ownId));
    if (!(deviation <= SAME)) return { refused: `its results differ from Basin's by ${deviation.toPrecision(2)}` };
    const cells = [await cellOf(setup, own, ownId), await cellOf(setup, peer, peerId)];
    const times = await interleaved(cells, blockMs);
    const [ours, theirs] = cells.map((cell) => times.get(cell));
    await own.call('free', ownId);
    await peer.call('free', peerId);
    return { deviation, ms: spreadOf(ours), peerMs: spreadOf(theirs), timesOurs: ratioOf(theirs, ours), repetitions: { ours, theirs } };
  } catch (error) {
    return { refused: error.message };
  }
}

/** Largest difference relative to the largest number expected; NaN where lengths differ or something is no number. */
function furthest(values, expected) {
  if (values.length !== expected.length) return Number.NaN;
  let [difference, largest] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    const own = Math.abs(values[index] - expected[index]);
    if (!Number.isFinite(own)) return Number.NaN;
    difference = Math.max(difference, own);
    largest = Math.max(largest, Math.abs(expected[index]));
  }
  return largest === 0 ? difference : difference / largest;
}

/**
 * Basin in one room with a training per item, all timed in turn. Rows are the items with their figures; where the first
 * item's step is a matter of seconds, or something failed, a single row that says so.
 */
async function inOneRoom(setup, backend, items, askedFor) {
  const room = await setup.house.open();
  try {
    const { adapter } = await room.call('open', 'basin', backend);
    const cells = [];
    for (const item of items) {
      const cell = await cellOf(setup, room, (await room.call('load', askedFor(item))).id);
      if (cells.length === 0 && cell.isLong) return [{ backend, adapter, refused: `a step takes ${Math.round(cell.ms / 1000)} s here` }];
      cells.push(cell);
    }
    const times = await interleaved(cells, blockMs);
    return cells.map((cell, index) => {
      const repetitions = times.get(cell);
      return { ...items[index], backend, adapter, climbed: cell.climbed, repetitions, ms: spreadOf(repetitions) };
    });
  } catch (error) {
    return [{ backend, refused: error.message }];
  } finally {
    await room.close();
  }
}

/**
 * A training that is ready to be timed, with as many steps as fill a block. The first blocks compile, and short ones are
 * mostly waiting: blocks grow until a step gets no faster by it.
 */
async function cellOf({ seconds, repeats }, room, id) {
  let [steps, ms] = [1, Number.POSITIVE_INFINITY];
  for (let gain = 1, block = 0; block < WARM_UPS.least || (gain > GAIN && block < WARM_UPS.most); block++) {
    const now = (await room.call('time', id, steps)).ms / steps;
    gain = ms / now;
    ms = Math.min(ms, now);
    steps = stepsFor(seconds, ms);
  }
  const isLong = ms > 1000 * LONG_SECONDS;
  return { room, id, ms, isLong, steps, repeats: isLong ? Math.min(repeats, FEW) : repeats, climbed: null };
}

/** Milliseconds per step of one block. */
async function blockMs(cell) {
  const { ms, climbed } = await cell.room.call('time', cell.id, cell.steps);
  cell.climbed = climbed;
  return ms / cell.steps;
}

/** Milliseconds of the thread per step. */
async function scriptMs({ room, id, steps, repeats }) {
  const count = Math.max(HANDED.least, Math.min(HANDED.most, steps));
  const values = [];
  for (let repeat = 0; repeat < repeats; repeat++) values.push((await room.call('script', id, count)).ms / count);
  return spreadOf(values);
}

/** Largest relative difference between losses; NaN where one has a loss and the other has none. */
function deviationOf(losses, reference) {
  const differences = losses.flatMap((loss, step) =>
    ['clean', 'perturbed'].map((key) => Math.abs(loss[key] - reference[step][key]) / Math.abs(reference[step][key])),
  );
  return differences.every((difference) => Number.isFinite(difference)) ? Math.max(...differences) : Number.NaN;
}
