/**
 * Where members have been: copies of their weights on the host, taken along training for a picture of their paths. Few are
 * kept, however long training takes: whenever there are too many, every other one is forgotten.
 */

/** Points of one picture at most, over all members, the shared start and where they stand now included. */
export const MOST_POINTS = 64;
/** Numbers that all copies together may hold: 64 MiB. A network larger than that leaves no trail. */
const MOST_NUMBERS = 2 ** 24;

export interface TrailPoint {
  readonly step: number;
  /** [d] */
  readonly weights: Float32Array;
}

export interface Trails {
  /** True if a point of this member at this step would be kept. */
  wants(member: string, step: number): boolean;
  add(member: string, step: number, weights: ArrayLike<number>): void;
  /** Points kept of a member, first step first. */
  of(member: string): readonly TrailPoint[];
  /** Forgets all members but these, and keeps as many points of each as there is room for. */
  keep(members: readonly string[]): void;
}

/**
 * @param size   numbers of one point.
 * @param every  steps between points as long as there are few; doubled whenever there are too many. Step 0 is nobody's own.
 */
export function createTrails(size: number, every: number): Trails {
  let stride = every;
  let members: readonly string[] = [];
  const points = new Map<string, TrailPoint[]>();

  /** Points of one member: what the picture holds without the start and where members stand now. */
  const room = () => {
    const own = Math.floor((MOST_POINTS - 1) / Math.max(1, members.length)) - 1;
    return Math.max(0, Math.min(own, Math.floor(MOST_NUMBERS / size / Math.max(1, members.length))));
  };

  function thin(): void {
    const longest = () => Math.max(0, ...[...points.values()].map(({ length }) => length));
    while (longest() > room()) {
      stride *= 2;
      for (const [member, own] of points)
        points.set(
          member,
          own.filter(({ step }) => step % stride === 0),
        );
    }
  }

  return {
    wants(member, step) {
      const known = points.get(member)?.at(-1)?.step ?? 0;
      return room() > 0 && members.includes(member) && step > known && step % stride === 0;
    },
    add(member, step, weights) {
      points.set(member, [...(points.get(member) ?? []), { step, weights: Float32Array.from(weights) }]);
      thin();
    },
    of: (member) => points.get(member) ?? [],
    keep(next) {
      members = next;
      for (const member of [...points.keys()].filter((one) => !next.includes(one))) points.delete(member);
      thin();
    },
  };
}
