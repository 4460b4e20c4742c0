/** A named algorithm. */
import type { FieldValue } from '../../settings/field';
import type { PartKinds } from '../partChoices';
import type { Citation } from './citations';

/** Colours of curves, called after what they are on a light page. Which stands for what is decided by the recipes, how it looks by the style sheet. */
export const pigments = ['grey', 'blue', 'indigo', 'magenta', 'green', 'orange', 'rust', 'violet', 'brown'] as const;
export type Pigment = (typeof pigments)[number];

/** Names a run may have. */
export interface Algorithm {
  readonly label: string;
  /** One sentence a lecturer could say. */
  readonly idea: string;
  /** The update in the paper's symbols, as TeX; typeset when the page is built. */
  readonly formula: string;
  /** Parts by slot. */
  readonly parts: PartKinds;
  /** Values of parts' fields that this algorithm starts from. */
  readonly values?: Readonly<Record<string, FieldValue>>;
  /** Radii that make sense for this algorithm, where they are not SAM's. */
  readonly rhoBand?: readonly [number, number];
  /** The colour of its curves: it means family, and dashes tell runs of one colour apart. */
  readonly color: Pigment;
}

/** An algorithm that somebody published. */
export interface Recipe extends Algorithm, Citation {}
