import { Fragment } from 'react';
import { type Measured, measured } from '../../core/lessons/measures';
import type { GroupState } from '../../store/state';
import { count, hundredths, missing, percent, quantity } from '../format';

/** A measured number as people read it: `84.5 %`, `10.4 points`, `2.00×`. */
export function spoken({ value, unit }: Measured): string {
  switch (unit) {
    case '%':
      return percent(value);
    case 'points':
      return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)} points`;
    case '×':
      return `${hundredths(value)}×`;
    case 'steps':
      return count(value);
    case '':
      return Number.isInteger(value) ? count(value) : quantity(value);
    default:
      return `${quantity(value)} ${unit}`;
  }
}

/** A text of a lesson with the numbers it names. */
export function Words({ text, group }: { readonly text: string; readonly group: GroupState | null }) {
  const pieces = text.split(/\{([^{}]+)\}/);
  return pieces.map((piece, index) => {
    if (index % 2 === 0) return <Fragment key={index}>{piece}</Fragment>;
    const number = group && measured(piece, group);
    return <b key={index}>{number ? spoken(number) : missing}</b>;
  });
}
