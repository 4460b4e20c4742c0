import type { Columns, MemberTick } from '../core/protocol/protocol';

/** One tick per member with all rows in order. Metrics a row lacks are NaN, so that columns stay of one length. */
export function joinTicks(ticks: readonly MemberTick[]): MemberTick[] {
  const byMember = new Map<string, MemberTick[]>();
  for (const tick of ticks) byMember.set(tick.id, [...(byMember.get(tick.id) ?? []), tick]);
  return [...byMember.values()].map((own) => ({
    ...(own[0] as MemberTick),
    steps: joinColumns(own.map((tick) => tick.steps)),
    measured: joinColumns(own.map((tick) => tick.measured)),
  }));
}

function joinColumns<M extends string>(pieces: readonly Columns<M>[]): Columns<M> {
  const lengths = pieces.map((piece) => (Object.values(piece)[0] as Float64Array | undefined)?.length ?? 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const keys = new Set(pieces.flatMap((piece) => Object.keys(piece) as M[]));
  const joined: { [K in M]?: Float64Array } = {};
  for (const key of keys) {
    const column = new Float64Array(total).fill(Number.NaN);
    let at = 0;
    pieces.forEach((piece, index) => {
      const values = piece[key];
      if (values) column.set(values, at);
      at += lengths[index] as number;
    });
    joined[key] = column;
  }
  return joined;
}
