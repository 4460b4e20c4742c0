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
 * @param {readonly number[]} reference measured in the same repetitions, of which either may have been spared the last ones
 */
export function ratioOf(values, reference) {
  return spreadOf(values.slice(0, reference.length).map((value, repeat) => value / reference[repeat]));
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
 * Measures the cells in turn (A B C A B C …), so that a drift of the machine meets all alike.
 *
 * @template {{ readonly repeats: number }} C
 * @param {readonly C[]} cells each takes part in its first `repeats` rounds
 * @param {(cell: C) => Promise<number>} measure
 * @returns {Promise<Map<C, number[]>>} one value per round
 */
export async function interleaved(cells, measure) {
  const values = new Map(cells.map((cell) => [cell, []]));
  const rounds = Math.max(0, ...cells.map(({ repeats }) => repeats));
  for (let round = 0; round < rounds; round++) {
    for (const cell of cells) if (round < cell.repeats) values.get(cell).push(await measure(cell));
  }
  return values;
}

function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const left = sorted[below];
  return left + (at - below) * ((sorted[below + 1] ?? left) - left);
}
