/** Between a value and its place on a slider, 0 … 1: linear or logarithmic, in steps a person would choose. */

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  readonly integer: boolean;
}

/** On a log slider whose limit is 0, the left end is 0 and the rest spans this many powers of ten below the maximum. */
const DECADES = 5;

const isLog = ({ scale }: Scale) => scale === 'log';
const lowest = ({ min, max }: Scale) => (min > 0 ? min : max * 10 ** -DECADES);

export function positionOf(value: number, scale: Scale): number {
  const { min, max } = scale;
  if (!isLog(scale)) return (value - min) / (max - min);
  const low = lowest(scale);
  if (value < low) return 0;
  return Math.log(value / low) / Math.log(max / low);
}

/** The value at a place, rounded to two digits (whole numbers stay whole); the ends are exact. */
export function valueAt(position: number, scale: Scale): number {
  const { min, max, integer } = scale;
  if (position <= 0) return min;
  if (position >= 1) return max;
  const low = lowest(scale);
  const raw = isLog(scale) ? low * (max / low) ** position : min + position * (max - min);
  const rounded = isLog(scale) ? Number(raw.toPrecision(2)) : Number(raw.toFixed(2));
  const whole = integer ? Math.round(rounded) : rounded;
  return Math.min(max, Math.max(min, whole));
}

/** Small linear ranges of whole numbers go one by one. */
export function sliderStep(scale: Scale): number {
  const { min, max, integer } = scale;
  if (isLog(scale)) return 0.005;
  return integer && max - min <= 1000 ? 1 / (max - min) : Math.max(0.005, 0.01 / (max - min));
}

/** The usable band as places; null without one. */
export function bandOf(band: readonly [number, number] | undefined, scale: Scale): readonly [number, number] | null {
  return band ? [positionOf(band[0], scale), positionOf(band[1], scale)] : null;
}
