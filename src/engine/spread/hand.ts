/**
 * A hand: makes steps of members that another thread has lent it, measures them, and gives them back. It knows nothing of runs
 * that are elsewhere, of pictures, or of a page. All randomness is a function of seed and step, so that a member's numbers are
 * the same whoever makes them.
 */
import { datasetOf } from '../../core/datasets';
import type { RawDataset } from '../../core/datasets/dataset';
import { Failure } from '../../core/failures';
import { nth } from '../../core/numbers';
import type { MemberId } from '../../core/protocol/member';
import type { RunSettings } from '../../core/settings/experiment';
import type { Backend } from '../../core/tensor/tensor';
import { type Advancing, createAdvancing } from '../group/advance';
import { createMember, type Member } from '../group/member';
import { prepareShared } from '../group/prepare';
import { createSeeds, type Seeds } from '../group/seeds';
import { createTunings } from '../group/tunings';
import type { HandCommand, HandMessage, Held, TrailFound } from './talk';

export interface HandSetup {
  readonly open: (onBreath: () => void) => Promise<Backend>;
  readonly post: (message: HandMessage, transfer: ArrayBuffer[]) => void;
}

/** Milliseconds between two signs of life. */
const BEAT_MS = 500;

/** Members that are made here. */
interface Holding {
  readonly members: ReadonlyMap<MemberId, Member>;
  readonly seeds: Seeds;
  readonly advancing: Advancing;
  /** Whose weights are asked for, and those found. */
  readonly trails: { wanted: ReadonlySet<MemberId>; found: TrailFound[] };
}

export function createHand({ open, post }: HandSetup): { receive(command: HandCommand): Promise<void> } {
  let beatAt = 0;
  const beat = () => {
    if (performance.now() - beatAt < BEAT_MS) return;
    beatAt = performance.now();
    post({ type: 'beat' }, []);
  };
  let backend: Promise<Backend> | undefined;
  let raw: RawDataset | undefined;
  let holding: Holding | undefined;

  function letGo(on: Backend): void {
    for (const member of holding?.members.values() ?? []) member.free();
    holding?.seeds.free();
    holding = undefined;
    on.free([]);
  }

  async function hold(held: Held): Promise<void> {
    const on = await (backend ??= open(beat));
    letGo(on);
    raw = held.raw ?? raw;
    holding = holdingOf(on, held, raw);
    post({ type: 'held' }, []);
  }

  const those = (ids: readonly MemberId[]): readonly Member[] =>
    ids.map((id) => {
      const member = holding?.members.get(id);
      if (!member) throw new Error(`hand: member ${id} is not here`);
      return member;
    });

  async function advance({ members: ids, steps, trails }: Extract<HandCommand, { type: 'advance' }>): Promise<void> {
    const members = those(ids);
    const { advancing, seeds, trails: trailing } = holding as Holding;
    trailing.wanted = new Set(trails);
    trailing.found = [];
    const advanced = await advancing.advance(members, steps, beat);
    const going = [...(holding as Holding).members.values()].filter(({ step, steps: end }) => step < end);
    seeds.release(Math.min(Number.MAX_SAFE_INTEGER, ...going.map(({ step }) => step)));
    const counts = members.map(({ name, step, gradEvals, seconds, divergedAt }) => ({
      member: name.id,
      step,
      gradEvals,
      seconds,
      divergedAt,
    }));
    const blocks = advanced.ticks.flatMap((tick) => [tick.steps, tick.measured]).filter(({ rows }) => rows > 0);
    post(
      { type: 'advanced', advanced, counts, trails: trailing.found },
      [...blocks.map(({ values }) => values), ...trailing.found.map(({ weights }) => weights)].map(({ buffer }) => buffer as ArrayBuffer),
    );
  }

  async function obey(command: HandCommand): Promise<void> {
    switch (command.type) {
      case 'hold':
        return hold(command.held);
      case 'advance':
        return advance(command);
      case 'freeze':
        post({ type: 'frozen', members: await Promise.all(those(command.members).map((member) => member.snapshot())) }, []);
        return;
      default:
        command satisfies never;
    }
  }

  let before = Promise.resolve();
  return {
    receive(command) {
      before = before
        .then(() => obey(command))
        .catch((error: unknown) => {
          const detail = error instanceof Error ? error.message : String(error);
          post(
            error instanceof Failure
              ? { type: 'failed', code: error.code, detail: error.detail ?? '' }
              : { type: 'failed', code: null, detail },
            [],
          );
        });
      return before;
    },
  };
}

function holdingOf(
  backend: Backend,
  { experiment, weights, tunings, commonRho, members: sent }: Held,
  raw: RawDataset | undefined,
): Holding {
  const { training } = experiment;
  const dataset = datasetOf(experiment.data, nth(training.seeds, 0), raw);
  const shared = { backend, ...prepareShared(experiment, dataset, weights) };
  const seeds = createSeeds({ backend, network: shared.network, experiment, dataset, raw });
  const known = createTunings(experiment, tunings);
  const trails: Holding['trails'] = { wanted: new Set(), found: [] };
  const advancing = createAdvancing({
    shared,
    seeds,
    training,
    commonRho,
    trails: {
      wants: (member) => trails.wanted.has(member),
      add: (member, step, values) => trails.found.push({ member, step, weights: Float32Array.from(values) }),
    },
  });
  const members = sent.map(({ name, snapshot, isMeasured }) => {
    const run = experiment.runs.find(({ id }) => id === name.run) as RunSettings;
    const member = createMember(shared, name, run, (step) => known.rateAt(run.id, step), seeds.of(name.seed).data, snapshot);
    if (isMeasured) advancing.skipStart(member);
    return [name.id, member] as const;
  });
  return { members: new Map(members), seeds, advancing, trails };
}
