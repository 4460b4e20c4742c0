/**
 * Steps of several members at once, where the backend can share work between them.
 *
 * Members whose steps are the same arithmetic every time go together: their equal kernels become one dispatch, so that
 * small networks, bound by dispatches and not by arithmetic, cost little more in company than alone. Members with a
 * gate go alone, because each combination of gates would be another program.
 */
import type { Backend } from '../../core/tensor/tensor';
import type { Member } from './member';

/** Largest number of members in one program: compiling grows with it. */
export const MOST_TOGETHER = 16;

/** Who goes together. Every member is in exactly one team, in their order. */
export function teamsOf(members: readonly Member[], backend: Backend): readonly (readonly Member[])[] {
  const regular = backend.lane ? members.filter((member) => member.isRegular()) : [];
  const teams: Member[][] = [];
  for (let begin = 0; begin < regular.length; begin += MOST_TOGETHER) teams.push(regular.slice(begin, begin + MOST_TOGETHER));
  for (const member of members) if (!regular.includes(member)) teams.push([member]);
  return teams;
}

/** One step of each. */
export async function makeSteps(team: readonly Member[], backend: Backend): Promise<void> {
  // Made outside the scope: a batch is shared by all members of its seed, and outlives the step.
  const batches = team.map(({ data, step }) => data.batch(step));
  const made = await backend.scopeAsync(async () => {
    const all = [];
    for (const [lane, member] of team.entries()) {
      backend.lane?.(lane);
      all.push(await member.compute(batches[lane] as (typeof batches)[number]));
    }
    return all;
  });
  for (const [index, member] of team.entries()) member.take(made[index] as (typeof made)[number]);
}
