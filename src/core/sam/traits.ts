/**
 * Traits a part may declare. Rules about combinations (`combinations.ts`) speak of traits only, so that no part
 * knows which others there are, and a new part is judged by what it declares.
 */
export type Trait =
  /** Adds the gradient of a regularizer found in random directions: there is no climb, and it divides by ρ². */
  | 'random-directions'
  /** A component of a sharpness is chosen that does not count, as one before it is not there. */
  | 'idle-component'
  /** The variance of a single point, which is zero. */
  | 'variance-of-one'
  /** Descends with the gradient at the base point: there is no climb. */
  | 'noise-only'
  /** Acts through the climb and has nothing to do without one. */
  | 'shapes-climb'
  | 'moves-base-point'
  /** Is another part's twin unless the base point is moved. */
  | 'wants-base-point'
  /** ρ is a length relative to the weights, not the Euclidean length of ε. */
  | 'relative-length'
  /** Decides about ρ itself. */
  | 'steers-radius'
  | 'learns-radius'
  /** ρ is practically zero. */
  | 'vanishing-radius'
  /** More than one leg. */
  | 'several-legs'
  /** Climbs so often in a step that most of its cost is the climb. */
  | 'many-legs'
  | 'splits-batch'
  /** The second pass sees fewer samples than the first. */
  | 'selects-samples'
  /** Projects the gradients at w and at w + ε on each other. */
  | 'compares-gradients'
  /** Keeps something of a climb for steps without one. */
  | 'remembers-climb'
  /** Acts on normalization layers alone, and the network has none. */
  | 'misses-norm-layers'
  /** Goes along the optimizer's momentum. */
  | 'needs-momentum'
  | 'has-momentum'
  /** Uses what the optimizer divides by. */
  | 'needs-preconditioner'
  | 'has-preconditioner'
  /** Treats classes by how many samples they have. */
  | 'needs-imbalance'
  /** The classes of the data are about equally large. */
  | 'balanced'
  /** Ranks weights by the gradient that was climbed. */
  | 'ranks-by-gradient'
  /** Acts through the objective that is climbed. */
  | 'shapes-objective'
  /** The base optimizer is known. */
  | 'knows-optimizer'
  /** Weighs samples in its own way, in both passes. */
  | 'samples-apart'
  | 'always-open'
  | 'chooses-steps'
  | 'rarely-open'
  | 'never-opens'
  /** A product of two masks of which only one is rescaled. */
  | 'product-mask';
