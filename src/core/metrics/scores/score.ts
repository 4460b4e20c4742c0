/** A score of predictions: a number, or the reason why there is none. Never NaN: who shows it writes a dash and the reason. */
export type Score = { readonly value: number } | { readonly none: string };

export const scored = (value: number): Score => ({ value });
export const unscored = (none: string): Score => ({ none });

/** Throws where two columns that belong together differ in length. */
export function expectPairs(predictions: ArrayLike<number>, labels: ArrayLike<number>): void {
  if (predictions.length !== labels.length) throw new Error(`scores: ${predictions.length} predictions for ${labels.length} labels`);
}
