/**
 * A block of steps of all members that stand at the same place: first all steps, then all measurements, then what they gave.
 *
 * Everything is handed to the device before anything is waited for. Each team's numbers are one read and all that is measured is
 * another, both under way at the same time, so that a device that answers late is waited for once per block and not once per
 * member. Reads come back in order: the time between two is the later team's own.
 */
import { NO_ROWS, rowOf } from '../../core/metrics/block';
import type { MemberName } from '../../core/protocol/member';
import type { MemberTick, Spent } from '../../core/protocol/protocol';
import type { ObservedStep } from '../../core/protocol/views';
import type { RunNotice } from '../../core/sam/runNotices';
import type { Experiment } from '../../core/settings/experiment';
import type { Vector } from '../../core/tensor/tensor';
import { makeStepsInParts, MOST_TOGETHER, teamsOf } from './lockstep';
import { measure } from './measure';
import type { Collected, Member, Shared } from './member';
import type { Seeds } from './seeds';
import type { Trails } from './trails';
import { type Company, computeTogether, readTogether, type Unread, zipped } from './unread';
import { observeNext } from './views';

export interface Diverged {
  readonly member: MemberName;
  readonly step: number;
  /** Value that was no longer finite. */
  readonly reason: string;
}

/** Results of a block of steps. */
export interface Advanced {
  readonly ticks: readonly MemberTick[];
  readonly diverged: readonly Diverged[];
  readonly noticed: readonly RunNotice[];
  /** Milliseconds that went into it. */
  readonly spent: Omit<Spent, 'showing'>;
  /** Milliseconds of these that its steps took, without what a read takes by itself. */
  readonly took: number;
  /** The step that was to be observation at, once it was made. */
  readonly observed?: ObservedStep;
}

export interface AdvancingSetup {
  readonly shared: Shared;
  readonly seeds: Seeds;
  readonly trails: Pick<Trails, 'wants' | 'add'>;
  readonly training: Experiment['training'];
  /** Radius that sharpness is looked at from. */
  readonly commonRho: number;
}

export interface Advancing {
  /** Makes `steps` steps of members that are at one place. That of `watched` is looked at. */
  advance(members: readonly Member[], steps: number, beat: () => void, watched?: Member): Promise<Advanced>;
  /** It has been measured where it stands. */
  skipStart(member: Member): void;
  isMeasuredAtStart(member: Member): boolean;
  /** True the first time that a run says this. */
  isNew(notice: RunNotice): boolean;
  /** Notices of these runs may be given again. */
  forget(isGone: (run: string) => boolean): void;
}

type MeasuredRows = MemberTick['measured'];

/** A team whose steps have been handed over. */
interface Issued {
  readonly team: readonly Member[];
  readonly started: number;
  readonly issued: number;
  /** Gradients of each before. */
  readonly evaluated: readonly number[];
  /** Records of each member, and when they were there. */
  readonly arriving: Promise<{ readonly collected: readonly (readonly [Member, Collected])[]; readonly at: number }>;
  readonly observation: { readonly observed: ObservedStep; readonly seconds: number } | undefined;
}

export function createAdvancing({ shared, seeds, trails, training, commonRho }: AdvancingSetup): Advancing {
  const { backend, network } = shared;
  const measuredAtStart = new Set<Member>();
  const company: Company = { most: MOST_TOGETHER };
  const lookers: Company = { most: MOST_TOGETHER };
  /** Codes of the notices that each run has given. */
  const told = new Set<string>();

  /** Rows of these members as they are now, once they are read. What counts gradients and seconds is asked then. */
  async function measured(members: readonly Member[], beat: () => void): Promise<readonly Unread<() => MeasuredRows>[]> {
    const subjects = members.map((member) => {
      const { splits, data } = seeds.of(member.name.seed);
      return { member, step: member.step, splits, data, here: member.params(), ...member.judged(splits.train.chunks) };
    });
    const values = await measure(backend, network, subjects, lookers, beat);
    // Where looking reads numbers in between, company would make each combination of them another program.
    const isRegular = members.every((member) => member.isRegular());
    const sharpness = await computeTogether(
      backend,
      subjects.map(({ member, splits }) => member.localSharpness(splits.probe, commonRho)),
      isRegular ? lookers : { most: 1 },
      beat,
    );
    backend.free(subjects.map(({ owned }) => owned));
    return zipped(subjects, zipped(values, sharpness)).map(([{ member, step, data, here }, [split, local]]) => {
      const isKept = trails.wants(member.name.id, step);
      return joined(split, local, isKept ? here : undefined, (found, near, weights) => () => {
        const counted = { step, epochs: step / data.stepsPerEpoch, evals: member.gradEvals, seconds: member.seconds };
        const row = { ...counted, ...found, ...near };
        if (!Number.isFinite(row.trainLoss)) return NO_ROWS;
        if (weights) trails.add(member.name.id, step, weights);
        return rowOf(row);
      });
    });
  }

  /** True the first time a run says this. */
  function isNew({ about, code }: RunNotice): boolean {
    const what = `${about}/${code}`;
    const isTold = told.has(what);
    told.add(what);
    return !isTold;
  }

  async function issue(team: readonly Member[], steps: number, beat: () => void, isWatched: boolean): Promise<Issued> {
    const started = performance.now();
    const evaluated = team.map(({ gradEvals }) => gradEvals);
    let observation: Issued['observation'];
    let parts: readonly (readonly Member[])[] = [team];
    for (let made = 0; made < steps; made++) {
      if (isWatched) observation = await observeNext(shared, team[0] as Member, seeds);
      else parts = await makeStepsInParts(parts, backend, company);
      beat();
    }
    const issued = performance.now();
    const reading = readTogether(
      backend,
      team.map((member) => member.collect()),
    );
    const arriving = reading.then((collected) => ({ collected: zipped(team, collected), at: performance.now() }));
    // It is waited for when everything has been handed over; what it fails at is heard of then.
    arriving.catch(() => undefined);
    // Who computes on this thread is done already, and is timed before anything else is computed.
    if (!backend.lane) await arriving;
    return { team, started, issued, evaluated, arriving, observation };
  }

  return {
    skipStart: (member) => void measuredAtStart.add(member),
    isMeasuredAtStart: (member) => measuredAtStart.has(member),
    isNew,
    forget(isGone) {
      for (const what of told) if (isGone(what.slice(0, what.indexOf('/')))) told.delete(what);
    },
    async advance(members, steps, beat, watched) {
      const others = members.filter((member) => member !== watched);
      const teams = [...teamsOf(others, backend, company.most), ...(watched ? [[watched]] : [])];
      const entered = performance.now();
      const ticks: MemberTick[] = [];
      const fresh = teams.flat().filter((member) => !measuredAtStart.has(member));
      for (const [member, rows] of zipped(fresh, await readTogether(backend, await measured(fresh, beat)))) {
        ticks.push({ ...member.name, steps: NO_ROWS, measured: rows() });
        measuredAtStart.add(member);
      }

      const begun = performance.now();
      const all: Issued[] = [];
      for (const team of teams) all.push(await issue(team, steps, beat, team[0] === watched));
      const issued = performance.now();
      const isDue = ({ step, steps: end }: Member) => steps > 0 && (step % training.every === 0 || step === end);
      const due = teams.flat().filter(isDue);
      const reading = readTogether(backend, await measured(due, beat));
      reading.catch(() => undefined);
      const handedOver = performance.now();

      const spent = { issuing: 0, device: 0 };
      const diverged: Diverged[] = [];
      const noticed: RunNotice[] = [];
      const rows = new Map<Member, MemberTick['steps']>();
      let before = begun;
      for (const one of all) {
        const { collected, at } = await one.arriving;
        // Devices do one thing after the other: a team's time begins where the one before was done.
        const from = Math.max(before, one.started);
        before = at;
        spent.issuing += one.issued - one.started;
        spent.device += Math.max(0, at - Math.max(from, one.issued));
        const seconds = Math.max(0, at - from) / 1000 - (one.observation?.seconds ?? 0);
        // What cannot be timed apart is shared by gradient evaluations.
        const evaluations = zipped(one.team, one.evaluated).map(([member, so]) => member.gradEvals - so);
        const sum = evaluations.reduce((total, own) => total + own, 0);
        for (const [[member, { rows: own, notices, broken = '' }], gradients] of zipped(collected, evaluations)) {
          member.seconds += sum > 0 ? (seconds * gradients) / sum : seconds / one.team.length;
          rows.set(member, own);
          noticed.push(...notices.filter(isNew));
          if (member.divergedAt !== null) diverged.push({ member: member.name, step: member.divergedAt, reason: broken });
        }
      }
      const found = new Map(zipped(due, await reading));
      for (const member of teams.flat()) {
        const own = member.divergedAt === null ? found.get(member) : undefined;
        ticks.push({ ...member.name, steps: rows.get(member) ?? NO_ROWS, measured: own?.() ?? NO_ROWS });
      }
      const measuring = begun - entered + (handedOver - issued) + Math.max(0, performance.now() - Math.max(handedOver, before));
      const observed = all.find(({ observation }) => observation)?.observation?.observed;
      // A read is a read, however long the block: what it takes by itself must not keep blocks short.
      const took = Math.max(0, spent.issuing + spent.device - (backend.readMs ?? 0));
      return { ticks, diverged, noticed, took, spent: { ...spent, measuring }, ...(observed ? { observed } : {}) };
    },
  };
}

/** Two measurements of a member, and where it stands where that is kept, as one. */
function joined<A, B, R>(
  one: Unread<A>,
  other: Unread<B>,
  params: Vector | undefined,
  meaning: (one: A, other: B, weights: Float64Array | undefined) => R,
): Unread<R> {
  const { length } = one.tensors;
  const end = length + other.tensors.length;
  return {
    tensors: [...one.tensors, ...other.tensors],
    ...(params ? { lent: [params] } : {}),
    take: (values) => meaning(one.take(values.slice(0, length)), other.take(values.slice(length, end)), params ? values[end] : undefined),
  };
}
