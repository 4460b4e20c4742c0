/**
 * Where somebody looks on the charts: one cursor for all of them, what is pinned, which runs are muted. It changes with every
 * movement of a hand, so it is kept apart from what the page knows; charts listen to it without rendering again.
 */
import { nth } from '../core/numbers';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { positionOfStep, stepAt } from '../core/metrics/history';
import type { Experiment } from '../core/settings/experiment';
import { pictureSteps } from '../core/protocol/album';
import type { GroupState } from './group';
import type { PageState } from './state';

export interface ChartView {
  /** Where the hand is, on the charts' horizontal axis; null when it points nowhere. */
  readonly at: number | null;
  /** A: where the cursor stays. */
  readonly pinned: number | null;
  /** B: what is compared with A. */
  readonly other: number | null;
  readonly muted: ReadonlySet<string>;
  /** Charts whose vertical scale was turned by hand. */
  readonly turned: ReadonlySet<string>;
  /** The chart that was chosen where one is shown at a time; null until then. */
  readonly shown: string | null;
}

export interface ChartViewVerbs {
  readonly view: StoreApi<ChartView>;
  /** Moves the cursor; null takes it away, and what is pinned stays. */
  pointAt(x: number | null): void;
  /** Pins A there, then B, then nothing again. */
  pin(x: number): void;
  unpin(): void;
  mute(run: string): void;
  /** Mutes all others, or nobody where that is so already. */
  solo(run: string): void;
  /** From linear to logarithmic and back. */
  turnScale(chart: string): void;
  /** Shows this chart where one is shown at a time. */
  showChart(chart: string): void;
  /** Pins the cursor where the picture before (−1) or after (1) was drawn. False where there are no pictures. */
  showPicture(by: 1 | -1): boolean;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Where a reader looks: at B, else under the hand, else at A. */
export function cursorX({ at, pinned, other }: Pick<ChartView, 'at' | 'pinned' | 'other'>): number | null {
  return other ?? at ?? pinned;
}

/** The range of the horizontal axis that a link asks for; null for all of it. */
export function zoomOf({ zoom }: Pick<Experiment['view'], 'zoom'>): readonly [number, number] | null {
  const [from, to] = zoom;
  return from === undefined || to === undefined ? null : [from, to];
}

export function createChartView(page: StoreApi<PageState>): ChartViewVerbs {
  const view = createStore<ChartView>(() => ({ at: null, pinned: null, other: null, muted: NOBODY, turned: NOBODY, shown: null }));
  page.subscribe((state, before) => {
    // A place on another axis, or in another training, is no place here.
    if (state.group?.id === before.group?.id && state.experiment.view.x === before.experiment.view.x) return;
    view.setState({ at: null, pinned: null, other: null });
  });
  const runs = () => {
    const { group, experiment, pins } = page.getState();
    return [...(group?.experiment ?? experiment).runs, ...pins].map(({ id }) => id);
  };
  const toggled = (set: ReadonlySet<string>, one: string) =>
    new Set(set.has(one) ? [...set].filter((other) => other !== one) : [...set, one]);
  return {
    view,
    pointAt(at) {
      if (view.getState().at !== at) view.setState({ at });
    },
    pin(x) {
      const { pinned, other } = view.getState();
      if (pinned === null) view.setState({ pinned: x });
      else if (other === null) view.setState({ other: x });
      else view.setState({ pinned: null, other: null });
    },
    unpin: () => view.setState({ pinned: null, other: null }),
    mute: (run) => view.setState(({ muted }) => ({ muted: toggled(muted, run) })),
    solo(run) {
      const others = runs().filter((other) => other !== run);
      const { muted } = view.getState();
      const isAlone = !muted.has(run) && others.every((other) => muted.has(other));
      view.setState({ muted: isAlone ? NOBODY : new Set(others) });
    },
    turnScale: (chart) => view.setState(({ turned }) => ({ turned: toggled(turned, chart) })),
    showChart: (chart) => view.setState({ shown: chart }),
    showPicture(by) {
      const { group, experiment } = page.getState();
      const [member] = group?.history.members ?? [];
      const steps = group ? pictureSteps(group.pictures, group.boundaries.values()) : [];
      if (!group || !member || steps.length === 0) return false;
      const x = cursorX(view.getState());
      const here = x === null ? Number.POSITIVE_INFINITY : stepAt(member, x, experiment.view.x);
      const shown = x === null ? steps.length - 1 : nearestIndex(steps, here);
      const step = nth(steps, Math.min(steps.length - 1, Math.max(0, shown + by)));
      view.setState({ at: null, pinned: positionOfStep(member, step, experiment.view.x), other: null });
      return true;
    },
  };
}

function nearestIndex(values: readonly number[], value: number): number {
  return values.reduce((best, one, index) => (Math.abs(one - value) < Math.abs(nth(values, best) - value) ? index : best), 0);
}

/** Zoom drawn by hand on a chart, as settings of the link; null shows everything again. `y` is of the chart at `place`, counted from 1. */
export function zoomed(
  view: Experiment['view'],
  zoom: {
    readonly x: readonly [number, number];
    readonly y?: { readonly range: readonly [number, number]; readonly place: number } | undefined;
  } | null,
): Experiment['view'] {
  if (!zoom) return { ...view, zoom: [0], zoomy: [0], zoomof: 1 };
  const { x, y } = zoom;
  return { ...view, zoom: rounded(x), zoomy: y ? rounded(y.range) : [0], zoomof: y ? y.place : 1 };
}

/** As few digits as keep the ends of a range where they were drawn: links are read by people. */
function rounded([from, to]: readonly [number, number]): readonly number[] {
  const digits = Math.floor(Math.log10(to - from)) - 2;
  const step = 10 ** Math.min(digits, 0);
  const round = (value: number) => Number((digits >= 0 ? Math.round(value) : Math.round(value / step) * step).toPrecision(10));
  return [round(from), round(to)];
}

/** The member of a run whose pictures are shown. */
export function firstMember(group: GroupState, run: string) {
  return group.history.members.find((member) => member.run === run && member.seed === (group.points[0]?.seed ?? member.seed));
}
