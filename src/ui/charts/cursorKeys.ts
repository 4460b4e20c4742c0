/** Points that one press moves the cursor by, and with Shift. */
const [NEAR, FAR] = [1, 10];

/**
 * Where a key moves a chart's cursor; undefined for keys that mean something else.
 *
 * @param places  where points are drawn, ascending.
 * @param at      where the cursor is; null when it is nowhere: it comes in from the side the key points away from.
 */
export function movedCursor(places: readonly number[], at: number | null, key: string, isFar: boolean): number | undefined {
  const last = places.length - 1;
  if (last < 0) return undefined;
  if (key === 'Home') return places[0];
  if (key === 'End') return places[last];
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const isBack = key === 'ArrowLeft';
  const size = isFar ? FAR : NEAR;
  if (at === null) return places[isBack ? last : 0];
  // Between two points, the next one in either direction is one step away.
  const here = isBack ? places.findIndex((place) => place >= at) : places.findLastIndex((place) => place <= at);
  const from = here < 0 ? (isBack ? last + 1 : -1) : here;
  return places[Math.min(last, Math.max(0, from + (isBack ? -size : size)))];
}
