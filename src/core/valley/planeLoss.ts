/** Losses of two weights, which fit on a screen. A row of `planeLosses.ts`, written once on tensors: its derivatives follow (`curvature.ts`). */
import type { Tensor } from '../tensor/tensor';
import type { PlayDefaults } from './playFields';

/** x, y in the units of weights. */
export type PlanePoint = readonly [x: number, y: number];

/** A curve of minima, or one of them. */
export interface Floor {
  /** Ends of its parameter; equal for a single point. */
  readonly from: number;
  readonly to: number;
  at(parameter: number): PlanePoint;
}

export interface PlaneLoss {
  readonly label: string;
  /** What is to be tried, one sentence; nothing about outcomes, which are computed. */
  readonly help: string;
  /** As people write it. */
  readonly formula: string;
  readonly source?: string;
  /** L, element by element: any shape, that of x and y. */
  of(x: Tensor, y: Tensor): Tensor;
  /** Part of the plane that is drawn. */
  readonly window: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  /** Where the loss is least; empty where it has no least value. */
  readonly floors: readonly Floor[];
  /** Where one starts, and with what. */
  readonly start: PlayDefaults;
}
