/** Which device computes, of those that were tried, and why. */
/** How a candidate backend fared. */
export interface Candidate {
  readonly name: string;
  readonly adapter: string;
  /** It computes on the processor, whatever it is called. */
  readonly software: boolean;
  readonly admitted: boolean;
  /** Why it was refused, in words; empty when admitted. */
  readonly reason: string;
  readonly selfTestMs: number | null;
  /** Largest relative error of the self-test. */
  readonly selfTestError: number | null;
}

export interface BackendReport {
  readonly backend: string;
  readonly adapter: string;
  /** Choice and its reason, one sentence for people. */
  readonly sentence: string;
  readonly candidates: readonly Candidate[];
  readonly versions: Readonly<Record<string, string>>;
}
