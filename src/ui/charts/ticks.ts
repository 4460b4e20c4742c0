/** Axis limits and ticks at round numbers, frozen until the data leave them. */

export type Domain = readonly [number, number];

/** Share of the range that may lie beyond a round limit: a curve that starts at −0.01 does not open the axis to −0.5. */
const SLACK = 0.02;

function roundStep([low, high]: Domain, count: number): number {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  return ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) as number) * power;
}

/** 1, 2 or 5 times a power of ten, about `count` of them within `domain`. */
export function linearTicks([low, high]: Domain, count: number): number[] {
  if (!(high > low)) return [low];
  const step = roundStep([low, high], count);
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
}

/** Powers of ten within `domain`; with 2 and 5 times them where there are few. */
export function logTicks([low, high]: Domain): number[] {
  if (!(low > 0 && high > low)) return [low];
  const candidates = (factors: readonly number[]) => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++)
      ticks.push(...factors.map((factor) => Number((factor * 10 ** power).toPrecision(6))));
    return ticks.filter((tick) => tick >= low * 0.999 && tick <= high * 1.001);
  };
  const powers = candidates([1]);
  if (powers.length >= 3) return powers;
  const more = candidates([1, 2, 5]);
  return more.length >= 2 ? more : [low, high];
}

/** The limits of an axis that shows `values`, widened to round numbers. `held` keeps them from shrinking while a run goes on. */
export function domainOf(
  values: Iterable<number | null>,
  {
    scale,
    within,
    least,
    held,
  }: {
    readonly scale: 'linear' | 'log';
    readonly within?: Domain | undefined;
    readonly least?: Domain | undefined;
    readonly held?: Domain | undefined;
  },
): Domain | null {
  const canBeShown = (value: number | null | undefined): value is number =>
    typeof value === 'number' && Number.isFinite(value) && (scale === 'linear' || value > 0);
  const start = [held?.[0] ?? least?.[0], held?.[1] ?? least?.[1]].filter(canBeShown);
  let low = Math.min(...start);
  let high = Math.max(...start);
  for (const value of values) {
    if (!canBeShown(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return null;
  if (scale === 'log') return logDomain(low, high);
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const step = roundStep([low, high], 4);
  const slack = SLACK * (high - low);
  const wide: Domain = [Math.floor((low + slack) / step) * step, Math.ceil((high - slack) / step) * step];
  return within ? [Math.max(within[0], wide[0]), Math.min(within[1], wide[1])] : wide;
}

function logDomain(low: number, high: number): Domain {
  const round = (value: number, up: boolean) => {
    const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
    const factors = [1, 2, 5, 10];
    const found = up
      ? factors.find((factor) => factor * power >= value * 0.999)
      : factors.findLast((factor) => factor * power <= value * 1.001);
    return (found ?? 1) * power;
  };
  const [bottom, top] = [round(low, false), round(high, true)];
  return bottom === top ? [bottom / 2, top * 2] : [bottom, top];
}

/** Where a value stands between the limits, 0 … 1. */
export function fractionOf(value: number, [low, high]: Domain, scale: 'linear' | 'log'): number {
  return scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}
