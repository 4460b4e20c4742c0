/** Words for a sample's label, and the colour of its class. */
import { nth } from '../../core/numbers';
import type { Preview } from '../../core/datasets/preview';
import { classColors } from '../theme/palette';

export interface SampleLabel {
  /** Name of the class it is trained on as. */
  readonly name: string;
  /** `label flipped from 3 to 5`; '' where the label is right. */
  readonly flipped: string;
}

export function labelOf({ classNames, samples }: Preview, place: number): SampleLabel {
  const [right, given] = [nth(samples.labels, place), nth(samples.noisyLabels, place)];
  const name = classNames[given] as string;
  return { name, flipped: right === given ? '' : `label flipped from ${classNames[right]} to ${name}` };
}

/** CSS colour of a class, as in the pictures of decision boundaries. */
export function colorOfClass(label: number): string {
  return `rgb(${(classColors[label % classColors.length] as readonly number[]).join(' ')})`;
}

/** Tokens of one sequence as people read them, without what fills it up. */
export function textOf(tokens: ArrayLike<number>, vocabulary: readonly string[]): string {
  const words = Array.from(tokens)
    .filter((token) => token > 0)
    .map((token) => vocabulary[token] as string);
  // Bytes and brackets stand side by side; bytes that are no letter have two.
  return vocabulary.every((word) => word.length <= 2) ? words.join('').replaceAll('␣', ' ') : words.join(' ');
}
