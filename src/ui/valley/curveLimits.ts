/**
 * Lower and upper limit of a curve's plot, with zero in it where the curve is positive.
 *
 * @param seen  values where the ground is drawn: a path that leaves would flatten all others.
 * @param all   the rest as well, for paths of which nothing is in view; what is not finite is left out.
 * @returns two finite numbers, the first smaller; 0 and 1 where there is no value.
 */
export function curveLimits(seen: readonly number[], all: readonly number[]): readonly [number, number] {
  const finite = (values: readonly number[]) => values.filter(Number.isFinite);
  const some = finite(seen).length > 0 ? finite(seen) : finite(all);
  if (some.length === 0) return [0, 1];
  const [least, most] = [Math.min(...some), Math.max(...some)];
  if (most > Math.min(0, least)) return [Math.min(0, least), most];
  // A unit beside a large number is lost in it.
  const room = Math.max(1, Math.abs(least) / 2);
  return [least - room, least + room];
}
