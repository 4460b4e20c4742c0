/** One step from the inside: data only, as it goes from the worker to the page. */
import type { FrameKey } from './words';

/** A vector of the step in the plane of the picture. */
export interface Arrow {
  /** The frame it belongs to. */
  readonly frame: FrameKey;
  /** As a formula has it: `g`, `ε`, `ĝ`, `∇R` … */
  readonly symbol: string;
  /** Where it starts: at w, or at the end of a way from w. */
  readonly from: readonly [number, number];
  /** Its part in the plane, in the units of weights; a gradient's, in those of gradients. */
  readonly by: readonly [number, number];
  /** A way from one point to another, drawn to scale, or a gradient, of which only the direction is. */
  readonly is: 'way' | 'gradient';
  /** Drawn for comparison: it was not gone. */
  readonly isGhost?: true;
  /** Euclidean length in all dimensions. */
  readonly length: number;
}

/** Losses of the mini-batch in the plane of a step, or along a line of it. */
export interface Relief {
  /** Coordinates of the columns, from w. */
  readonly x: readonly number[];
  /** Coordinates of the rows; only 0 for a line. */
  readonly y: readonly number[];
  /** Descent loss by row, nats. */
  readonly losses: readonly (readonly number[])[];
}

export interface Observation {
  /** Events, in the order they are told. */
  readonly happened: readonly FrameKey[];
  /** Numbers of the step by name: its record, and what formulas of frames have besides. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly arrows: readonly Arrow[];
  /** Symbols of the two vectors that span the picture; one where all lies on a line, none where nothing moved. */
  readonly spannedBy: readonly string[];
}
