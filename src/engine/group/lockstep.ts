/**
 * Steps of several members at once, where the backend can share work between them.
 *
 * Members whose steps are the same arithmetic every time go together: their equal kernels become one dispatch, so that
 * small networks, bound by dispatches and not by arithmetic, cost little more in company than alone. Members with a
 * gate go alone, because each combination of gates would be another program.
 */
import type { Backend } from '../../core/tensor/tensor';
import type { Member } from './member';
import { type Company, isTooMany } from './unread';

/** Largest number of members in one program: compiling grows with it. */
export const MOST_TOGETHER = 16;

/**
 * Who goes together. Every member is in exactly one team, in their order.
 *
 * @param most  members of a team
 */
export function teamsOf(members: readonly Member[], backend: Backend, most = MOST_TOGETHER): readonly (readonly Member[])[] {
  const regular = backend.lane ? members.filter((member) => member.isRegular()) : [];
  const teams: Member[][] = [];
  for (let begin = 0; begin < regular.length; begin += most) teams.push(regular.slice(begin, begin + most));
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

/**
 * The same of a team that may be too large for the device: then it is halved until its parts fit.
 *
 * @param company  learns how many do
 * @returns the parts, which go on apart
 */
export async function makeStepsInParts(
  parts: readonly (readonly Member[])[],
  backend: Backend,
  company: Company,
): Promise<readonly (readonly Member[])[]> {
  const fitting: (readonly Member[])[] = [];
  for (const part of parts) {
    try {
      await makeSteps(part, backend);
      fitting.push(part);
    } catch (error) {
      if (!isTooMany(error, part.length, company)) throw error;
      const half = Math.ceil(part.length / 2);
      fitting.push(...(await makeStepsInParts([part.slice(0, half), part.slice(half)], backend, company)));
    }
  }
  return fitting;
}
