/**
 * Members of a group spread over threads. Every member lives here, and may be lent to a hand, which makes its steps; whoever looks
 * at one has it brought home first. So pictures, measurements on demand, changes and snapshots know nothing of threads.
 *
 * Bits are the same whatever the number of threads: a member's arithmetic depends on its state, seed and step alone. A hand that
 * dies costs the steps since its members were last brought home; they catch up, and rows that were said already are not said again.
 */
import { type Block, columnOf, pickRows } from '../../core/metrics/block';
import type { MemberTick } from '../../core/protocol/protocol';
import { costOf } from '../../core/settings/cost';
import type { Advanced } from '../group/advance';
import type { Member } from '../group/member';
import type { Lend, Lending, LendingSetup } from '../group/lending';
import { zipped } from '../group/unread';
import { type Hand, HandLost } from './hands';
import type { Counts } from './talk';

/** A member that is lent. */
interface Lent {
  readonly member: Member;
  readonly hand: Hand;
  /** What it was when it was last brought home. */
  homeCounts: Counts;
  isHome: boolean;
}

/** Spreads the members of a group over this thread and these hands. */
export const spreadOver =
  (hands: readonly Hand[]): Lend =>
  (setup) =>
    createSpread(hands, setup);

function createSpread(hands: readonly Hand[], setup: LendingSetup): Lending {
  const { advancing, trails } = setup;
  const lent = new Map<Member, Lent>();
  /** How many hands members were shared among when they were last lent; −1 when they are to be shared anew. */
  let sharedAmong = -1;
  /** Steps up to which a member's rows have been said. */
  const said = new Map<Member, { steps: number; measured: number }>();

  /** Least loaded first; whoever costs most is given away first. The last share is this thread's own. */
  async function lend(members: readonly Member[]): Promise<void> {
    const { runs } = costOf(setup.experiment());
    const cost = ({ name }: Member) => runs.find(({ id }) => id === name.run)?.perStep ?? 1;
    const shares = [
      ...hands.filter(({ isAwake }) => isAwake).map((hand) => ({ hand, load: 0, members: [] as Member[] })),
      { hand: undefined, load: 0, members: [] as Member[] },
    ];
    for (const member of [...members].sort((a, b) => cost(b) - cost(a))) {
      const [share] = [...shares].sort((a, b) => a.load - b.load);
      if (!share) break;
      share.load += cost(member);
      share.members.push(member);
    }
    await Promise.all(
      shares.map(async ({ hand, members: own }) => {
        if (!hand || own.length === 0) return;
        const sent = await Promise.all(
          own.map(async (member) => ({
            name: member.name,
            snapshot: await member.snapshot(),
            isMeasured: advancing.isMeasuredAtStart(member),
          })),
        );
        const { weights, commonRho, raw } = setup;
        const held = {
          experiment: setup.experiment(),
          tunings: setup.tunings(),
          commonRho,
          members: sent,
          ...(weights ? { weights } : {}),
        };
        try {
          await hand.hold(held, raw);
        } catch (error) {
          // They stay here this time.
          if (error instanceof HandLost) return;
          throw error;
        }
        for (const member of own) lent.set(member, { member, hand, homeCounts: countsOf(member), isHome: true });
      }),
    );
  }

  async function bringHome(wanted: readonly Lent[]): Promise<void> {
    await Promise.all(
      handsOf(wanted).map(async ([hand, own]) => {
        try {
          const { members: frozen } = await hand.ask({ type: 'freeze', members: own.map(({ member }) => member.name.id) }, 'frozen');
          for (const [one, snapshot] of zipped(own, frozen)) {
            one.member.restore(snapshot);
            one.homeCounts = countsOf(one.member);
            one.isHome = true;
          }
        } catch (error) {
          if (!(error instanceof HandLost)) throw error;
          forsake(hand);
        }
      }),
    );
  }

  /** A hand is gone: its members are what they were when they were last here. */
  function forsake(hand: Hand): void {
    for (const one of [...lent.values()].filter((other) => other.hand === hand)) {
      Object.assign(one.member, one.homeCounts);
      lent.delete(one.member);
    }
    sharedAmong = -1;
  }

  async function advanceLent(hand: Hand, own: readonly Lent[], steps: number): Promise<Advanced | undefined> {
    const names = own.map(({ member }) => member.name.id);
    const asked = own.filter(({ member }) => trails.wants(member.name.id, member.step + steps)).map(({ member }) => member.name.id);
    try {
      const { advanced, counts, trails: found } = await hand.ask({ type: 'advance', members: names, steps, trails: asked }, 'advanced');
      for (const [one, { step, gradEvals, seconds, divergedAt }] of zipped(own, counts)) {
        Object.assign(one.member, { step, gradEvals, seconds, divergedAt });
        one.isHome = false;
        advancing.skipStart(one.member);
      }
      for (const { member, step, weights } of found) if (trails.wants(member, step)) trails.add(member, step, weights);
      return { ...advanced, noticed: advanced.noticed.filter(advancing.isNew) };
    } catch (error) {
      if (!(error instanceof HandLost)) throw error;
      forsake(hand);
      return undefined;
    }
  }

  /** Rows that have not been said before. */
  function unsaid(tick: MemberTick, member: Member | undefined): MemberTick {
    if (!member) return tick;
    const before = said.get(member) ?? { steps: -1, measured: -1 };
    const steps = behind(tick.steps, before.steps);
    const measured = behind(tick.measured, before.measured);
    said.set(member, { steps: lastStep(tick.steps, before.steps), measured: lastStep(tick.measured, before.measured) });
    return { ...tick, steps, measured };
  }

  const awake = () => hands.filter(({ isAwake }) => isAwake).length;

  async function recall(): Promise<void> {
    await bringHome([...lent.values()].filter(({ isHome }) => !isHome));
    lent.clear();
    sharedAmong = -1;
  }

  return {
    home: (members) => bringHome(members.flatMap((member) => lent.get(member) ?? []).filter(({ isHome }) => !isHome)),
    recall,
    async advance(members, steps, beat, watched) {
      for (const hand of hands) hand.wake();
      if (watched) await recall();
      else if (awake() > 0 && awake() !== sharedAmong) {
        await recall();
        sharedAmong = awake();
        await lend(setup.members());
      }
      const own = members.filter((member) => !lent.has(member));
      const away = members.flatMap((member) => lent.get(member) ?? []);
      const asked = handsOf(away).map(([hand, some]) => advanceLent(hand, some, steps));
      for (const one of asked) one.catch(() => undefined);
      const here = await advancing.advance(own, steps, beat, watched);
      const parts = [here, ...(await Promise.all(asked)).filter((part) => part !== undefined)];
      const byId = new Map(members.map((member) => [member.name.id, member]));
      const longest = parts.reduce((most, part) => (part.took > most.took ? part : most));
      return {
        ticks: parts.flatMap(({ ticks }) => ticks).map((tick) => unsaid(tick, byId.get(tick.id))),
        diverged: parts.flatMap(({ diverged }) => diverged),
        noticed: parts.flatMap(({ noticed }) => noticed),
        took: longest.took,
        spent: longest.spent,
        ...(here.observed ? { observed: here.observed } : {}),
      };
    },
  };
}

function handsOf(lent: readonly Lent[]): readonly (readonly [Hand, readonly Lent[]])[] {
  return [...new Set(lent.map(({ hand }) => hand))].map((hand) => [hand, lent.filter((one) => one.hand === hand)]);
}

function countsOf({ step, gradEvals, seconds, divergedAt }: Member): Counts {
  return { step, gradEvals, seconds, divergedAt };
}

function stepsIn<M extends string>(rows: Block<M>): Float64Array {
  return columnOf(rows as Block<M | 'step'>, 'step') ?? new Float64Array();
}

function lastStep<M extends string>(rows: Block<M>, before: number): number {
  return Math.max(before, stepsIn(rows).at(-1) ?? before);
}

/** The rows of later steps. */
function behind<M extends string>(rows: Block<M>, step: number): Block<M> {
  const steps = stepsIn(rows);
  if ((steps[0] ?? Number.POSITIVE_INFINITY) > step) return rows;
  return pickRows(
    rows,
    [...steps.keys()].filter((place) => (steps[place] ?? 0) > step),
  );
}
