/** Numbers along the axes. */
import { count } from '../format';

export const xTick = (value: number): string =>
  Math.abs(value) >= 10_000
    ? `${Number((value / 1000).toPrecision(3))}k`
    : Number.isInteger(value)
      ? count(value).replace('-', '−')
      : yTick(value);

export function yTick(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1000 || size < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(3)));
}
