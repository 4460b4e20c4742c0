import { type KeyboardEvent, memo, useMemo, useRef, useState } from 'react';
import { cursorX } from '../../store/chartView';
import type { GroupState } from '../../store/group';
import { late } from '../page/late';
import { usePageState, useTools } from '../pageContext';
import { drawnNames, drawnStyles } from '../runs/references';
import { type Size, useSize } from '../drawing/useCanvas';
import { useDrawn } from '../drawing/useDrawn';
import { Axes, BELOW, BESIDE } from './Axes';
import { axisWords } from './axisWords';
import { ChartCursor } from './ChartCursor';
import { ChartFigure } from './ChartFigure';
import type { Chart } from './chart';
import { type ChartOptions, useChartOptions } from './chartOptions';
import { movedCursor } from './cursorKeys';
import { CurveLines } from './CurveLines';
import { type Curves, curvesOf } from './curves';
import { EndLabels } from './EndLabels';
import { across, down, type PlotFrame } from './frame';
import { HeldLimits } from './heldLimits';
import { marksOf } from './marks';
import type { Domain } from './ticks';
import { longestSteps } from '../../core/settings/lengths';

const GuessMark = late('Your guess', async () => (await import('./GuessMark')).GuessMark);

/** In letters, whose size and the plot's come from the style sheet: 12 px, larger in the presenter. */
const TOP = 8 / 12;
/** Room for the names at the ends of the curves, by their longest, and for the lines that lead there. */
const LETTER = 7 / 12;
const LEAST_ROOM = 64 / 12;
const MOST_ROOM = 120 / 12;

/** One chart of the page. Redrawn by the scheduler, not by ticks. */
export const CurveChart = memo(function CurveChart({ chart: given }: { readonly chart: Chart }) {
  const { page } = useTools();
  const place = useRef<HTMLDivElement>(null);
  const group = useDrawn(place);
  const size = useSize(place);
  const { chart, options } = useChartOptions(given);
  const [limits] = useState(() => new HeldLimits());
  const { axis, range, tau, muted, seedlines, references } = options;
  const curves = useMemo(
    () => (group ? curvesOf(group, chart, axis, { range, tau, muted, seedlines, references }) : null),
    [group, chart, axis, range, tau, muted, seedlines, references],
  );
  const guess = usePageState(({ lessonProgress }) => (lessonProgress?.placed?.chart === given.id ? lessonProgress.placed.value : null));
  const around = options.yRange ?? (curves && limits.around(curves, chart, `${group?.id} ${options.of}`, range));
  const domain = around && guess !== null ? widened(around, guess) : around;
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const view = page.view.getState();
    if (event.key === 'Escape' && view.pinned !== null) page.unpin();
    else if (event.key === 'Enter') {
      const at = cursorX(view);
      if (at === null) return;
      page.pin(at);
    } else {
      const places = [...(curves?.x ?? [])].filter((x) => !range || (x >= range[0] && x <= range[1]));
      const next = movedCursor(places, view.at ?? cursorX(view), event.key, event.shiftKey);
      if (next === undefined) return;
      page.pointAt(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <ChartFigure chart={chart} options={options} group={group} curves={curves} place={place} onKeyDown={press}>
      {group && curves && size.width > 0 ? <Plot {...{ chart, options, group, curves, domain, size, guess }} /> : null}
    </ChartFigure>
  );
});

interface PlotProps {
  readonly chart: Chart;
  readonly options: ChartOptions;
  readonly group: GroupState;
  readonly curves: Curves;
  readonly domain: Domain | null;
  /** Where somebody expects a curve to end. */
  readonly guess: number | null;
  readonly size: Size;
}

function Plot({ chart, options: { axis, range, references }, group, curves: drawn, domain, size, guess }: PlotProps) {
  const { scale } = chart;
  const { x, curves } = drawn;
  const { width, height, letters } = size;
  const names = drawnNames(group.experiment, references);
  const styles = drawnStyles(group.experiment, references);
  const longest = Math.max(...[...names.values()].map((name) => name.length));
  const reached = x.at(-1) ?? 0;
  // A reference may have been trained for longer.
  const xEnd = axis === 'steps' ? Math.max(longestSteps(group.experiment), reached) : roundedUp(reached);
  const frame: PlotFrame = {
    width,
    height,
    top: letters * TOP,
    right: letters * Math.min(MOST_ROOM, Math.max(LEAST_ROOM, 20 / 12 + LETTER * longest)),
    bottom: letters * BELOW,
    left: letters * BESIDE,
    x: range ?? [0, xEnd],
    // Empty axes before the first number.
    y: domain ?? (scale === 'log' ? [0.1, 1] : [0, 1]),
    scale,
    letters,
  };
  const shown = range ? x.findLastIndex((place) => place <= range[1]) + 1 : x.length;
  const ends = curves
    .filter(({ thin, isRaw }) => thin === 0 && !isRaw)
    .map(({ run, y, last, isReference }) => ({
      run,
      isReference,
      last: range ? (y.subarray(0, shown).findLast(Number.isFinite) ?? Number.NaN) : last,
    }))
    .filter(({ last }) => Number.isFinite(last) && (scale === 'linear' || last > 0))
    .map(({ run, isReference, last }) => ({
      run,
      isReference,
      label: names.get(run) ?? run,
      color: styles.get(run)?.text ?? '',
      top: down(frame, last),
    }));
  return (
    <>
      <svg className="chart-lines" width={width} height={height} aria-hidden="true">
        <Axes frame={frame} title={axisWords[axis].title} />
        <CurveLines frame={frame} curves={drawn} styles={styles} marks={marksOf(group, axis)} />
      </svg>
      {guess === null ? null : <GuessMark frame={frame} value={guess} />}
      <EndLabels
        ends={ends}
        from={Math.min(across(frame, x[shown - 1] ?? xEnd), width - frame.right)}
        bottom={height - frame.bottom}
        letters={letters}
      />
      <ChartCursor {...{ chart, frame, curves, axis, names, styles }} />
    </>
  );
}

/** Limits with room for a value: what somebody expects may lie where no curve is yet. */
function widened([low, high]: Domain, value: number): Domain {
  return [Math.min(low, value), Math.max(high, value)];
}

/** Two digits upwards, so that a growing axis moves now and then and not with every tick. */
function roundedUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / power - 1e-9) * power).toPrecision(6));
}
