/**
 * The one step that everything on screen speaks of. Headline, table, cards, pictures, figures and cursor read it from here, and all of them
 * are drawn again together: a page whose parts keep time each by itself says two things at once.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SplitMetric } from '../core/metrics/catalogue';
import { measuredAt, measuredStep, nearestStep } from '../core/metrics/atStep';
import { type History, type HorizontalAxis, type MemberHistory, stepAt } from '../core/metrics/history';
import { moments } from '../core/metrics/series';
import { compare, type Comparison } from '../core/metrics/verdict';
import type { MemberId } from '../core/protocol/member';
import type { Boundary } from '../core/protocol/views';
import { type ChartView, cursorX, firstMember } from './chartView';
import { differInLength, stepsOfRun } from '../core/settings/lengths';
import type { GroupState } from './group';
import { pictureNear } from '../core/protocol/album';
import type { PageState } from './state';

export interface Shown {
  readonly group: GroupState | null;
  readonly axis: HorizontalAxis;
  /** Where on the axis somebody looks; null for the latest. */
  readonly x: number | null;
  /**
   * The measured step that each run is shown at; none for a run that did not get there. On steps the same of all, but of runs that are
   * shorter and came to their end before: those stand there.
   */
  readonly steps: ReadonlyMap<string, number>;
  /** The largest of them: of all runs, where the axis counts steps. NaN before the first measurement. */
  readonly step: number;
  /** True if a run has been further than this; not for a moment in which numbers wait for pictures. */
  readonly isEarlier: boolean;
}

/** A figure of a run at the step it is shown at. */
export interface ShownFigure {
  /** Over the seeds that did not diverge; NaN where there is none. */
  readonly mean: number;
  readonly seeds: number;
  /** Seeds that are not in it, because the run diverged there. */
  readonly diverged: number;
}

/** Members whose training ended before its time: on their way there they were no result. */
export function divergedMembers({ members }: Pick<GroupState, 'members'>): ReadonlySet<MemberId> {
  return new Set(members.filter(({ divergedAt }) => divergedAt !== null).map(({ id }) => id));
}

/**
 * What is shown of a group.
 *
 * Where nobody points, it is the latest step that all runs which did not diverge were measured at, and no later than their newest
 * pictures. Where somebody points, it is the measurement next to that: the same of all runs where the axis counts steps, else of each run
 * its own.
 *
 * Cost: a search per run, and one over all rows of one of them.
 */
export function shownOf(group: GroupState | null, x: number | null, axis: HorizontalAxis): Shown {
  const steps = group ? (x === null ? latestSteps(group) : stepsAt(group, x, axis)) : new Map<string, number>();
  const all = [...steps.values()];
  const step = all.length > 0 ? Math.max(...all) : Number.NaN;
  return { group, axis, x, steps, step, isEarlier: group !== null && isEarlier(group, steps, x) };
}

function isEarlier(group: GroupState, steps: ReadonlyMap<string, number>, x: number | null): boolean {
  const sound = soundMembers(group);
  const going = sound.filter((member) => endedAt(group, member) === null).map(({ measured }) => measured.last('step'));
  if (x !== null) return sound.some(({ run, measured }) => (steps.get(run) ?? Number.POSITIVE_INFINITY) < measured.last('step'));
  const reached = Math.min(...going);
  return sound.some(({ measured }) => reached < measured.last('step'));
}

/** Step at which a member has come to its end, where it has and others may go further; else null. */
function endedAt({ experiment }: Pick<GroupState, 'experiment'>, { run, measured }: MemberHistory): number | null {
  const last = measured.last('step');
  return differInLength(experiment) && last >= stepsOfRun(experiment, run) ? last : null;
}

/** Step of a run's own end, where it is shown there and runs are not equally long; else null. */
export function ownEnd({ group, steps }: Pick<Shown, 'group' | 'steps'>, run: string): number | null {
  const at = steps.get(run);
  if (!group || at === undefined || !differInLength(group.experiment)) return null;
  return at >= stepsOfRun(group.experiment, run) ? at : null;
}

/** Members of runs of the experiment that have numbers and did not diverge; all that have numbers, where every one diverged. */
function soundMembers(group: GroupState): readonly (MemberHistory & { readonly id: MemberId })[] {
  const diverged = divergedMembers(group);
  const measured = group.history.members.filter((member) => member.measured.length > 0);
  const sound = measured.filter(({ id }) => !diverged.has(id));
  return sound.length > 0 ? sound : measured;
}

function latestSteps(group: GroupState): ReadonlyMap<string, number> {
  const sound = soundMembers(group);
  if (sound.length === 0) return new Map();
  const going = sound.filter((member) => endedAt(group, member) === null);
  const common = Math.min(...going.map(({ measured }) => measured.last('step')));
  // Pictures come more seldom than numbers, and at measurements: numbers wait for them.
  const pictured = going.flatMap(({ id }) => group.boundaries.get(id)?.step ?? []);
  const limit = Math.min(common, ...pictured);
  const step = measuredStep(sound, limit);
  return new Map(
    runsOf(group).map((run) => {
      const own = sound.filter((member) => member.run === run);
      const end = Math.min(...own.map((member) => endedAt(group, member) ?? Number.POSITIVE_INFINITY));
      if (end > limit || own.length === 0) return [run, Number.isNaN(step) ? measuredStep(own, end) : step];
      return [run, measuredStep(own, Math.min(end, ...own.flatMap(({ id }) => group.boundaries.get(id)?.step ?? [])))];
    }),
  );
}

const runsOf = ({ history }: Pick<GroupState, 'history'>): readonly string[] => [...new Set(history.members.map(({ run }) => run))];

function stepsAt(group: GroupState, x: number, axis: HorizontalAxis): ReadonlyMap<string, number> {
  const runs = runsOf(group);
  if (axis === 'steps') {
    const step = nearestStep(group.history.members, x);
    return new Map(
      runs.flatMap((run): readonly (readonly [string, number])[] => {
        const end = endOfRun(group, run);
        if (end !== null && end <= step) return [[run, end]];
        // Where another run ended between two measurements, this one is shown at its own before that.
        const every = group.experiment.training.every;
        return reaches(group, run, step) ? [[run, step % every === 0 ? step : measuredStep(membersOf(group, run), step)]] : [];
      }),
    );
  }
  return new Map(
    runs.flatMap((run) => {
      const member = firstMember(group, run) ?? group.history.members.find((one) => one.run === run);
      const at = member ? stepAt(member, x, axis) : Number.NaN;
      if (!member || !Number.isFinite(at) || at > member.measured.last('step') + 0.5) return [];
      return [[run, nearestStep([member], at)] as const];
    }),
  );
}

const membersOf = ({ history }: Pick<GroupState, 'history'>, run: string) => history.members.filter((member) => member.run === run);

/** Step at which every seed of a run that did not diverge came to its end; null where one did not. */
function endOfRun(group: GroupState, run: string): number | null {
  const own = soundMembers(group).filter((member) => member.run === run);
  const ends = own.flatMap((member) => endedAt(group, member) ?? []);
  return own.length > 0 && ends.length === own.length ? Math.min(...ends) : null;
}

const reaches = ({ history }: GroupState, run: string, step: number): boolean =>
  history.members.some((member) => member.run === run && member.measured.last('step') >= step);

/** A metric of a run at the step it is shown at, over its seeds. Seeds that diverged are left out and counted. */
export function figureOf({ group, steps }: Pick<Shown, 'group' | 'steps'>, run: string, metric: SplitMetric): ShownFigure {
  const own = group?.history.members.filter((member) => member.run === run) ?? [];
  const diverged = group ? divergedMembers(group) : new Set<MemberId>();
  const sound = own.filter(({ id }) => !diverged.has(id));
  const step = steps.get(run);
  const { count, mean } = moments(step === undefined ? [] : sound.map((member) => measuredAt(member, metric, step)));
  return { mean, seeds: count, diverged: own.length - sound.length };
}

/** Step at which every seed of a run has diverged; null while one of them goes on. */
export function divergedStep(group: Pick<GroupState, 'members'> | null, run: string): number | null {
  const own = group?.members.filter((member) => member.run === run) ?? [];
  const last = Math.max(...own.map(({ divergedAt }) => divergedAt ?? Number.POSITIVE_INFINITY));
  return own.length > 0 && Number.isFinite(last) ? last : null;
}

/** Two runs at the steps they are shown at; null where one of them has no number there. */
export function comparisonOf({ group, steps }: Pick<Shown, 'group' | 'steps'>, run: string, against: string): Comparison | null {
  const [own, other] = [steps.get(run), steps.get(against)];
  if (!group || own === undefined || other === undefined) return null;
  return compare(group.history, run, against, divergedMembers(group), [own, other]);
}

/** The same of a pinned run of an earlier group, which may be shorter, against the run on screen: at the latest step that both have. */
export function comparisonWithPinned(shown: Shown, run: string, pinned: History, pin: string): Comparison | null {
  const { group } = shown;
  const step = pinnedStep(shown, pinned);
  const own = shown.steps.get(run);
  if (!group || own === undefined || Number.isNaN(step)) return null;
  const at = Math.min(own, step);
  return compare(group.history.with(pinned), run, pin, divergedMembers(group), [at, at]);
}

/** The step that a pinned run of an earlier group is shown at: that of the runs on screen, or its last where it is shorter or they have not begun. */
export function pinnedStep({ step, group }: Pick<Shown, 'step' | 'group'>, pinned: History): number {
  const last = Math.min(...pinned.members.map(({ measured }) => measured.last('step')));
  if (!Number.isFinite(last)) return Number.NaN;
  return group === null || !(step > 0) ? last : measuredStep(pinned.members, Math.min(step, last));
}

/** A metric of a pinned run at the step it is shown at. */
export function pinnedFigure(shown: Pick<Shown, 'step' | 'group'>, pinned: History, metric: SplitMetric): number {
  const step = pinnedStep(shown, pinned);
  return moments(pinned.members.map((member) => measuredAt(member, metric, step))).mean;
}

/**
 * The picture of a run at the step it is shown at, or the one that was drawn nearest to it: it carries its own step. Where training stands
 * between two measurements it is of where it stands, as whoever makes single steps wants to see them.
 */
export function pictureOf({ group, steps, x, step }: Shown, run: string): Boundary | undefined {
  const points = group?.points[0];
  if (!group || !points) return undefined;
  const id = `${run}/${points.seed}`;
  const newest = group.boundaries.get(id);
  const at = steps.get(run);
  if (x === null && newest && newest.step - step < group.experiment.training.every) return newest;
  // Further on than this run ever got there is nothing to be seen of it.
  if (at === undefined) return x === null || divergedStep(group, run) !== null ? newest : undefined;
  return pictureNear(group.pictures, id, at, newest);
}

export interface ShownStore {
  readonly shown: StoreApi<Shown>;
  /** Shows what training has said since. Called when the screen is about to be drawn, not with every tick. */
  catchUp(): void;
}

/** Keeps what is shown: as training goes on when `catchUp` says so, and at once where somebody points elsewhere or a group comes, goes, stops or changes. */
export function createShown(page: StoreApi<PageState>, view: StoreApi<ChartView>): ShownStore {
  const axis = () => page.getState().experiment.view.x;
  const shown = createStore<Shown>(() => shownOf(page.getState().group, null, axis()));
  const take = (group: GroupState | null) => {
    const next = shownOf(group, cursorX(view.getState()), axis());
    if (!isSame(next, shown.getState())) shown.setState(next, true);
  };
  page.subscribe(({ group, experiment }, before) => {
    if (experiment.view.x !== before.experiment.view.x || isAnother(group, before.group)) take(group);
  });
  view.subscribe((next, before) => {
    if (cursorX(next) !== cursorX(before)) take(shown.getState().group);
  });
  return { shown, catchUp: () => take(page.getState().group) };
}

function isAnother(group: GroupState | null, before: GroupState | null): boolean {
  return (
    group?.id !== before?.id ||
    group?.experiment !== before?.experiment ||
    group?.phase !== before?.phase ||
    group?.members !== before?.members ||
    group?.points !== before?.points
  );
}

function isSame(one: Shown, other: Shown): boolean {
  if (one.group !== other.group || one.axis !== other.axis || one.step !== other.step || one.isEarlier !== other.isEarlier) return false;
  if ((one.x === null) !== (other.x === null) || one.steps.size !== other.steps.size) return false;
  if (one.axis !== 'steps' && one.x !== other.x) return false;
  return [...one.steps].every(([run, step]) => other.steps.get(run) === step);
}
