/** Places on the horizontal axis in words. */
import type { HorizontalAxis } from '../../core/metrics/history';
import { count, quantity } from '../format';

const WORDS: Readonly<Record<HorizontalAxis, (place: number) => string>> = {
  steps: (place) => `step ${count(place)}`,
  epochs: (place) => `epoch ${quantity(place)}`,
  evals: (place) => `gradient ${count(place)}`,
  seconds: (place) => `${quantity(place)} s`,
};

/** `step 600`, `epoch 3.20`, `gradient 1,200`, `3.40 s`. */
export const placeText = (axis: HorizontalAxis, place: number): string => WORDS[axis](place);
