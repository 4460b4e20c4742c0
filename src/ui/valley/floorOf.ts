/** The floor of a loss as it is drawn: points, or lines with the place on them that is flattest by trace. */
import { nth } from '../../core/numbers';
import { curvaturesAt } from '../../core/valley/curvature';
import type { Floor, PlaneLoss, PlanePoint } from '../../core/valley/planeLoss';

export interface DrawnFloor {
  readonly points: readonly PlanePoint[];
  /** Least trace along it; null for a single point. */
  readonly flattest: { readonly at: PlanePoint; readonly trace: number } | null;
  /** Of a single point. */
  readonly trace: number;
}

const POINTS = 401;

export function drawnFloors(loss: PlaneLoss): readonly DrawnFloor[] {
  return loss.floors.map((floor) => drawnFloor(loss, floor));
}

function drawnFloor(loss: PlaneLoss, { from, to, at }: Floor): DrawnFloor {
  const count = from === to ? 1 : POINTS;
  const points = Array.from({ length: count }, (_, index) => at(from + ((to - from) * index) / Math.max(1, count - 1)));
  const traces = curvaturesAt(
    loss,
    Float64Array.from(points, ([x]) => x),
    Float64Array.from(points, ([, y]) => y),
  ).map(({ trace }) => trace);
  const least = traces.indexOf(Math.min(...traces));
  return {
    points,
    flattest: count === 1 ? null : { at: points[least] as PlanePoint, trace: nth(traces, least) },
    trace: nth(traces, 0),
  };
}
