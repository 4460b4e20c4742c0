/** The horizontal axis, and places on it, in words. */
import type { HorizontalAxis } from '../../core/metrics/history';
import { count, quantity } from '../format';

interface AxisWords {
  /** Below an axis. */
  readonly title: string;
  /** Above a column of places. */
  readonly head: string;
  readonly cell: (place: number) => string;
  readonly place: (place: number) => string;
}

export const axisWords: Readonly<Record<HorizontalAxis, AxisWords>> = {
  steps: { title: 'steps', head: 'Step', cell: (place) => count(Math.round(place)), place: (place) => `step ${count(place)}` },
  epochs: { title: 'epochs', head: 'Epoch', cell: quantity, place: (place) => `epoch ${quantity(place)}` },
  evals: {
    title: 'gradient evaluations',
    head: 'Gradients',
    cell: (place) => count(Math.round(place)),
    place: (place) => `gradient ${count(place)}`,
  },
  seconds: { title: 'seconds of own compute', head: 'Seconds', cell: quantity, place: (place) => `${quantity(place)} s` },
};

/** `step 600`, `epoch 3.20`, `gradient 1,200`, `3.40 s`. */
export const placeText = (axis: HorizontalAxis, place: number): string => axisWords[axis].place(place);

/** The same in a column that says what it counts: `600`, `3.20`. */
export const placeCell = (axis: HorizontalAxis, place: number): string => axisWords[axis].cell(place);
