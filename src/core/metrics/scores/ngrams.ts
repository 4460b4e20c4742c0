/** Between the pieces of an n-gram: no word and no letter without white space holds it. */
const JOIN = '\n';

/** How often each run of `n` pieces occurs. */
export function countsOf(pieces: readonly string[], n: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let begin = 0; begin + n <= pieces.length; begin++) {
    const gram = pieces.slice(begin, begin + n).join(JOIN);
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

/** N-grams that are in a reference too, each counted as often as in that one reference which has it most, at most. */
export function matchesOf(own: ReadonlyMap<string, number>, ...references: readonly ReadonlyMap<string, number>[]): number {
  let matches = 0;
  for (const [gram, count] of own) matches += Math.min(count, Math.max(0, ...references.map((reference) => reference.get(gram) ?? 0)));
  return matches;
}
