// What is said of repeated measurements: the middle, and how far apart the middle half lies.

/**
 * @param {readonly number[]} values at least one, in any order
 * @returns {{ median: number, low: number, high: number }} median and quartiles, in the values' unit; linear between order
 *   statistics (type 7 of Hyndman & Fan 1996, "Sample Quantiles in Statistical Packages", what NumPy and R do)
 */
export function spreadOf(values) {
  if (values.length === 0) throw new Error('spreadOf: there is no value');
  const sorted = values.toSorted((left, right) => left - right);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/**
 * How many times as long as the reference, repetition by repetition: what slows the machine down slows both.
 *
 * @param {readonly number[]} values
 * @param {readonly number[]} reference measured in the same repetitions
 */
export function ratioOf(values, reference) {
  if (values.length !== reference.length) throw new Error(`ratioOf: ${values.length} values against ${reference.length}`);
  return spreadOf(values.map((value, index) => value / reference[index]));
}

/**
 * Steps that fill a block of about `seconds`, so that neither the clock nor the last wait matters much.
 *
 * @param {number} stepMs an estimate
 */
export function stepsFor(seconds, stepMs, most = 500) {
  return Math.max(1, Math.min(most, Math.round((1000 * seconds) / stepMs)));
}

/**
 * Measures every cell once per repetition, in turn (A B C A B C …), so that a drift of the machine meets all alike.
 *
 * @template C
 * @param {readonly C[]} cells
 * @param {number} repeats
 * @param {(cell: C) => Promise<number>} measure
 * @returns {Promise<Map<C, number[]>>} one value per repetition
 */
export async function interleaved(cells, repeats, measure) {
  const values = new Map(cells.map((cell) => [cell, []]));
  for (let repeat = 0; repeat < repeats; repeat++) for (const cell of cells) values.get(cell).push(await measure(cell));
  return values;
}

function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const left = sorted[below];
  return left + (at - below) * ((sorted[below + 1] ?? left) - left);
}
