/** Thrown when a case asks for something this build does not have. */
export class NotBuilt extends Error {}
