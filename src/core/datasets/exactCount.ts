/** A share of samples as a whole number: 0.29 · 100 is 28.999…96 in doubles and means 29. */
const product = (share: number, count: number): number => Number((share * count).toPrecision(12));

/** ⌊share · count⌋. */
export const floorOf = (share: number, count: number): number => Math.floor(product(share, count));
/** ⌈share · count⌉. */
export const ceilOf = (share: number, count: number): number => Math.ceil(product(share, count));
