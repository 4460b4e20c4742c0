import { joinBlocks } from '../../core/metrics/block';
import type { MemberTick } from '../../core/protocol/protocol';

/** One tick per member with all rows in order. */
export function joinTicks(ticks: readonly MemberTick[]): MemberTick[] {
  const byMember = new Map<string, MemberTick[]>();
  for (const tick of ticks) {
    const own = byMember.get(tick.id);
    if (own) own.push(tick);
    else byMember.set(tick.id, [tick]);
  }
  return [...byMember.values()].map((own) => ({
    ...(own[0] as MemberTick),
    steps: joinBlocks(own.map(({ steps }) => steps)),
    measured: joinBlocks(own.map(({ measured }) => measured)),
  }));
}
