/** A part's work as lines of Python, for the places that a script has for its slot. Imports nothing. */

type Lines = readonly string[];

/**
 * Which places a part may fill; what it leaves out, the script does not need. Names that lines may use: `w` and `u` (flat
 * vectors), `x`, `y`, `eta`, `step`, `TOTAL_STEPS`, `STEPS_PER_EPOCH`, `loss_of`, `gradient(objective, w, x, y)`,
 * `views(w)` and `TENSORS`.
 */
export interface PythonCode {
  /** State before the first step. */
  readonly state?: Lines;
  /** Body of the part's function: `ascent(logits, y)` of an ascent objective, else the loss; `direction_of(g, along, w, x, y)` of a geometry. */
  readonly function?: Lines;
  /** Of a gate: sets `is_open`. Left out, every step climbs, or draws decide (`Gate.drawn`). */
  readonly open?: Lines;
  /** Of a radius: ρ as an expression. */
  readonly rho?: string;
  /** Of a heading: from `g` to `along`, and what it keeps after the first climb of a step. */
  readonly steer?: Lines;
  readonly steered?: Lines;
  /** Of a heading that climbs without a gradient: weight decay is taken ahead. */
  readonly ahead?: true;
  /** Of a mask: on `g` and `along` before the ball, on `direction` after it, and after the update. */
  readonly onGradient?: Lines;
  readonly onDirection?: Lines;
  readonly advance?: Lines;
  /** Of a descent rule: from the gradient at the top, `g_top`, to `u`. */
  readonly combine?: Lines;
  /** Of a descent rule: factor on the sensitivity of `u` to ρ, which is 1 where it is left out. */
  readonly sensitivity?: string;
  /** Of a fallback: after a climb, and on a step without one, where `u` is the plain gradient. */
  readonly opened?: Lines;
  readonly closed?: Lines;
  /** Of an update or an average: after `w` was moved. */
  readonly updated?: Lines;
  /** Of an optimizer: from `w`, `u` and `eta` to the next `w`. */
  readonly update?: Lines;
  /** Of a radius that learns: from `drift`, the sensitivity, and the next `w`. */
  readonly learn?: Lines;
  /** Of a schedule: the factor on η₀ at position `at` of `total`. */
  readonly factor?: string;
}

/** Facts that lines may depend on besides the part's own values. */
export interface PythonSetting {
  /** η₀ and the schedule's smallest η. */
  readonly learningRateRange: { readonly max: number; readonly min: number };
}

/** One level further in. */
export const indented = (lines: Lines): Lines => lines.map((line) => `    ${line}`);
