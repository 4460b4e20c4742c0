/** Who is trained. */

/** A run with one seed: the unit that is trained. `${run.id}/${seed}`. */
export type MemberId = string;

export interface MemberName {
  readonly id: MemberId;
  readonly run: string;
  readonly seed: number;
}
