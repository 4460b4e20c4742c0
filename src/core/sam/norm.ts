/** Added to every norm that is divided by, so that a zero gradient gives a zero perturbation (algorithms.md §1.4). */
export const NORM_FLOOR = 1e-12;
