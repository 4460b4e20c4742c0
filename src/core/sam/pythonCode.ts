/** A part's work as lines of Python, for the places that a script has for its slot. Imports nothing. */

type Lines = readonly string[];

/**
 * Which places a part may fill; what it leaves out, the script does not need. Names that lines may use: `w` and `u` (flat
 * vectors), `x`, `y`, `eta`, `step`, `TOTAL_STEPS`, `STEPS_PER_EPOCH`, `loss_of`, `gradient(objective, w, x, y)`,
 * `sample_losses(w, x, y)`, `views(w)`, `TENSORS`, `CLASS_COUNTS`, `Stream(name, step)` (the page's random numbers), and of the optimizer `momentum` and
 * `precision`, None where it has none.
 */
export interface PythonCode {
  /** State before the first step. */
  readonly state?: Lines;
  /** Body of the part's function: `ascent(logits, y)` of an ascent objective, else the loss; `direction_of(g, along, offset, w, x, y)` of a geometry; `weighed(objective)` of a descent that weighs the climb's. */
  readonly function?: Lines;
  /** Of a geometry: body of `length_of(way, w, x, y)`, the norm of its ball; Euclidean where it is left out. */
  readonly length?: Lines;
  /** Of a gate: sets `is_open`. Left out, every step climbs, or draws decide (`Gate.drawn`). */
  readonly open?: Lines;
  /** Of a batching: sets `parts`, a list of slices of the mini-batch. */
  readonly split?: Lines;
  /** Of a base point: sets `offset`; `part` is the number of the (micro-)batch. */
  readonly offset?: Lines;
  /** Of a heading: from `g` to `along`, and to what the ball measures in `g` where that is not the gradient; what it keeps of `g_first`, the first gradient of a climb. */
  readonly steer?: Lines;
  readonly steered?: Lines;
  /** Of a heading that climbs without a gradient: none is taken, and weight decay acts ahead. */
  readonly isAhead?: true;
  /** Of a mask: on `g` and `along` before the ball, on `direction` after it, and after the update from `g_first` and `climb` (ε). */
  readonly onGradient?: Lines;
  readonly onDirection?: Lines;
  readonly advance?: Lines;
  /** Of legs: how many, how long as a share of ρ, and whether they stay in the ball. */
  readonly legs?: { readonly count: number; readonly stride: number; readonly project: boolean };
  /** Of a radius: ρ as an expression. */
  readonly rho?: string;
  /** Of a selection: sets `kept`, indices of the samples of the second pass, from `top` (w + ε). */
  readonly select?: Lines;
  /** Of a descent rule: from the gradient at the top, `g_top`, to `u` and where it has one `past`. */
  readonly combine?: Lines;
  /** Of a descent rule that climbs nothing: from `w`, `x`, `y`, `rho` and `point` to `u`, `loss` and `norm`. */
  readonly instead?: Lines;
  /** Of a descent rule: factor on the sensitivity of `u` to ρ, which is 1 where it is left out. */
  readonly sensitivity?: string;
  /** Of a fallback: after a climb, and on a step without one, where `u` is the plain gradient. */
  readonly opened?: Lines;
  readonly closed?: Lines;
  /** Of an update or an average: after `w` was moved. */
  readonly updated?: Lines;
  /** Of an optimizer: from `w`, `u` and `eta` to the next `w`; `climbed` are the pairs of gradients and shares that were climbed. */
  readonly update?: Lines;
  /** Of an optimizer: its momentum and what it divides by, as expressions. */
  readonly view?: { readonly momentum?: string; readonly precision?: string };
  /** Of a radius that learns: from `drift`, the sensitivity, and the next `w`. */
  readonly learn?: Lines;
  /** Of a schedule: the factor on η₀ at position `at` of `total`. */
  readonly factor?: string;
}

/** Facts that lines may depend on besides the part's own values. */
export interface PythonSetting {
  /** η₀ and the schedule's smallest η. */
  readonly learningRateRange: { readonly max: number; readonly min: number };
  /** Weight decay is taken at `ahead` instead of `w`, and a decoupled one after the step. */
  readonly isAhead: boolean;
}

/** One level further in. */
export const indented = (lines: Lines): Lines => lines.map((line) => `    ${line}`);
