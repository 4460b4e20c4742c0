/** The group on screen: what was trained, with what, and all that was heard of it. Values only, as in `state.ts`. */
import type { GivenWeights } from '../core/checkpoints/checkpoint';
import { History } from '../core/metrics/history';
import type { MemberId, MemberName } from '../core/protocol/member';
import type { GroupId, Snapshot, Spent, Tuning } from '../core/protocol/protocol';
import type { Finding } from '../core/protocol/findings';
import { RECORDED_GROUP } from '../core/protocol/recording';
import type { Boundary, GradientNorms, Landscape, LossPlane, Measuring, ObservedStep, Points } from '../core/protocol/views';
import type { RunNotice } from '../core/sam/runNotices';
import type { Experiment } from '../core/settings/experiment';
import { type Album, rewoundPictures } from '../core/protocol/album';

export interface TimeLeft {
  readonly seconds: number;
  /** When it was said, in milliseconds. */
  readonly at: number;
}

export interface MemberState extends MemberName {
  /** Step at which it diverged; null while all is well. */
  readonly divergedAt: number | null;
  /** Why, as a clause; '' while all is well. */
  readonly divergedBecause: string;
}

/** The group on screen: what it trains, and all it has said so far. */
export interface GroupState {
  readonly id: GroupId;
  /** Settings that its numbers were made with. The edited experiment may say something else: that is the next run. */
  readonly experiment: Experiment;
  /** The weights of a file that it started from; null where every seed has its own. */
  readonly weights: GivenWeights | null;
  /** The recorded run of a first visit: it stands for the same experiment on any seeds, and says on which it was made. */
  readonly isSample: boolean;
  readonly phase: 'preparing' | 'running' | 'paused' | 'ended' | 'failed';
  readonly step: number;
  readonly members: readonly MemberState[];
  readonly facts: { readonly parameters: number; readonly trainCount: number; readonly stepsPerEpoch: number } | null;
  /** Threads that make its steps, where they are several. */
  readonly threads?: number;
  readonly points: readonly Points[];
  readonly boundaries: ReadonlyMap<MemberId, Boundary>;
  /** Earlier ones, thinned. */
  readonly pictures: Album;
  readonly tunings: readonly Tuning[];
  /** Notices of runs about themselves, at most once per run and code. */
  readonly noticed: readonly RunNotice[];
  readonly history: History;
  /** Measured distributions of gradient norms, in the order they came. */
  readonly gradientNorms: readonly GradientNorms[];
  /** Landscape last seen around each run, by run. */
  readonly landscape: ReadonlyMap<string, Landscape>;
  /** The loss in the plane of the runs' paths as it was last measured; `none` where they spanned none. */
  readonly lossPlane: LossPlane | 'none' | null;
  /** Views of the stage as they were last measured, by subject. */
  readonly findings: ReadonlyMap<string, Finding>;
  /** The measurement that training waits for. */
  readonly measuring: Measuring | null;
  /** The last step that was looked at from the inside. */
  readonly observed: ObservedStep | null;
  /** The member whose next step is to be looked at. */
  readonly observing: MemberId | null;
  /** Ticks so far: charts redraw when it grows. */
  readonly version: number;
  /** Recent ticks while running, for the rate: when they came (milliseconds), at which step, and what the time before went into. */
  readonly pace: readonly { readonly at: number; readonly step: number; readonly spent: Spent | null }[];
  /** Time left as it was last said, and when (milliseconds); null until it can be told. */
  readonly left: TimeLeft | null;
  /** Milliseconds, when this stretch of training was first heard of; null while there is none. */
  readonly began: number | null;
  /** Step at which it pauses of itself; null where it goes on to the end. */
  readonly until: number | null;
}

/** True if there are results: a group at step 0 has some while a run that joined late catches up. */
export function isBegun({ step, history }: Pick<GroupState, 'step' | 'history'>): boolean {
  return step > 0 || history.members.some(({ steps }) => steps.length > 0);
}

/** True if steps are being made, or about to be. */
export const isGoing = ({ phase }: Pick<GroupState, 'phase'>): boolean => phase === 'running' || phase === 'preparing';

/** Time that is not spent training is no pace of it. */
export const AT_REST: Pick<GroupState, 'pace' | 'left' | 'began'> = { pace: [], left: null, began: null };

export function emptyGroup(
  id: GroupId,
  experiment: Experiment,
  phase: GroupState['phase'] = 'preparing',
  weights: GivenWeights | null = null,
): GroupState {
  return {
    id,
    experiment,
    weights,
    isSample: false,
    phase,
    step: 0,
    members: [],
    facts: null,
    points: [],
    boundaries: new Map(),
    pictures: new Map(),
    tunings: [],
    noticed: [],
    history: new History(),
    gradientNorms: [],
    landscape: new Map(),
    lossPlane: null,
    findings: new Map(),
    measuring: null,
    observed: null,
    observing: null,
    version: 0,
    ...AT_REST,
    until: null,
  };
}

/** Rest of a group whose worker was replaced: everything up to the snapshot. */
export function rewound(group: GroupState, snapshot: Snapshot | null): GroupState {
  const steps = new Map(snapshot?.members.map(({ member, step }) => [member, step]));
  const stepOf = (member: MemberId) => steps.get(member) ?? 0;
  return {
    ...group,
    // What was to pause of itself does not go on without being asked.
    phase: group.phase === 'paused' || group.until !== null ? 'paused' : 'preparing',
    until: null,
    step: Math.min(group.step, ...group.members.map(({ id }) => stepOf(id))),
    history: group.history.rewind(stepOf),
    pictures: rewoundPictures(group.pictures, stepOf),
    // What was measured stays true: the fresh worker comes to the same weights. What was not finished is lost.
    measuring: null,
    observing: null,
    tunings: snapshot?.tunings ?? [],
    version: group.version + 1,
    ...AT_REST,
  };
}

/** A group as its results stay when the worker has let it go. */
export function ended(group: GroupState): GroupState {
  return { ...group, id: RECORDED_GROUP, phase: 'ended', measuring: null, observing: null, until: null, ...AT_REST };
}
