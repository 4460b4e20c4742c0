import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { HorizontalAxis } from '../../core/metrics/history';
import { zoomOf } from '../../store/chartView';
import { usePageState, useTools } from '../pageContext';
import { useReferences } from '../runs/references';
import type { Chart } from './chart';
import { chartsOf } from './charts';
import type { CurveOptions } from './curves';
import type { Domain } from './ticks';

/** How a person wants a chart drawn: its scale, and what of it. */
export interface ChartOptions extends Required<CurveOptions> {
  readonly axis: HorizontalAxis;
  readonly range: Domain | null;
  /** Vertical limits that were drawn by hand; null follows the curves. */
  readonly yRange: Domain | null;
  /** Names all that the limits of the vertical axis belong to. */
  readonly of: string;
}

/** The chart as it is to be drawn, its scale turned where somebody turned it, with what is shown of it. */
export function useChartOptions(given: Chart): { readonly chart: Chart; readonly options: ChartOptions } {
  const { page } = useTools();
  const axis = usePageState((state) => state.experiment.view.x);
  const ema = usePageState((state) => state.experiment.view.ema);
  const seedlines = usePageState((state) => state.experiment.view.seedlines);
  const zoom = usePageState((state) => state.experiment.view.zoom);
  const zoomy = usePageState((state) => state.experiment.view.zoomy);
  const isZoomed = usePageState(
    ({ experiment }) => experiment.view.zoomy.length > 1 && placeOf(experiment, given) === experiment.view.zoomof,
  );
  const references = useReferences();
  const muted = useStore(page.view, (view) => view.muted);
  const isTurned = useStore(page.view, (view) => view.turned.has(given.id));
  return useMemo(() => {
    const range = zoomOf({ zoom });
    const scale = isTurned ? (given.scale === 'log' ? 'linear' : 'log') : given.scale;
    const drawn = isZoomed ? zoomOf({ zoom: zoomy }) : null;
    const yRange = drawn && (scale === 'linear' || drawn[0] > 0) ? drawn : null;
    const of = [axis, scale, ema, seedlines, range?.join(' '), references.map(({ id }) => id).join(' ')].join('|');
    return {
      chart: isTurned ? { ...given, scale } : given,
      options: { axis, range, tau: Number(ema), muted, seedlines, references, yRange, of },
    };
  }, [given, axis, ema, seedlines, zoom, zoomy, isZoomed, muted, references, isTurned]);
}

/** Where a chart stands on the page, counted from 1; 0 where it does not. */
export function placeOf(experiment: Parameters<typeof chartsOf>[0], chart: Pick<Chart, 'id'>): number {
  return chartsOf(experiment).findIndex(({ id }) => id === chart.id) + 1;
}
