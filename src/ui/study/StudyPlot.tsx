import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Scatter, XAxis, YAxis } from 'recharts';
import type { StudyFigure } from '../../core/study/figure';
import { BELOW, BESIDE } from '../charts/Axes';
import { type Palette, SCREEN } from '../charts/paper';
import { yTick } from '../charts/tickLabels';
import { domainOf, linearTicks } from '../charts/ticks';
import type { PrintedRun } from '../share/Sheet';
import { quantity } from '../format';

/** Marks of one chart: beyond them single seeds are left out. */
const MOST_MARKS = 400;
const MOST_TICKS = 9;
const RIGHT = 16;
/** Room beside the first and last value, as a share of the axis. */
const MARGIN = 0.04;

interface Props {
  readonly figure: StudyFigure;
  /** How each run is drawn, in the order of the runs. */
  readonly looks: readonly PrintedRun[];
  readonly width: number;
  readonly height: number;
  /** Pixels. */
  readonly letters?: number;
  readonly paper?: Palette;
  /** Somebody points at a training and presses: index of the run, of the value, and seed. */
  readonly onOpen?: (run: number, at: readonly number[], seed: number) => void;
}

interface SeedPoint {
  readonly x: number;
  readonly accuracy: number;
  readonly run: number;
  readonly at: readonly number[];
  readonly seed: number;
}

/** Every seed of every run that has the setting. */
function seedPoints({ lines }: StudyFigure): readonly SeedPoint[] {
  return lines.flatMap(({ run, isFlat, cells }) =>
    isFlat
      ? []
      : cells.flatMap(({ x, cell: { at, accuracies } }) => [...accuracies].map(([seed, accuracy]) => ({ x, accuracy, run, at, seed }))),
  );
}

/** True where single seeds are too many to be drawn. */
export const isWithoutSeeds = (figure: StudyFigure): boolean => seedPoints(figure).length > MOST_MARKS;

/**
 * Accuracy against the varied setting: a line with its band (one standard deviation) per run, and every seed as a point. A run without the
 * setting is a line from side to side; a radius that one of those learned is marked on the axis. On the page and in saved figures.
 */
export function StudyPlot({ figure, looks, width, height, letters = 12, paper = SCREEN, onOpen }: Props) {
  const { axes, lines } = figure;
  const axis = axes[0];
  if (!axis) return null;
  const seeds = seedPoints(figure);
  const shown = seeds.length > MOST_MARKS ? [] : seeds;
  const rows = axis.values.map(({ x }, place) => {
    const row: Record<string, number | readonly [number, number]> = { x };
    for (const { run, cells } of lines) {
      const cell = cells[place]?.cell;
      if (!cell || cell.accuracies.size === 0) continue;
      row[`mean${run}`] = cell.mean;
      if (Number.isFinite(cell.sd)) row[`band${run}`] = [cell.mean - cell.sd, cell.mean + cell.sd];
    }
    return row;
  });
  const heights = rows.flatMap(({ x: _, ...row }) => Object.values(row).flat());
  const y = domainOf([...heights, ...shown.map(({ accuracy }) => accuracy)], { scale: 'linear' }) ?? [0, 100];
  const found = lines.flatMap(({ found: radius }) => radius ?? []);
  const x = widened([...axis.values.map((value) => value.x), ...found], axis.scale);
  const tick = { fill: paper.ink3, fontSize: letters };
  const common = { tick, tickLine: false, axisLine: false, type: 'number', allowDataOverflow: true, interval: 0 } as const;
  const every = Math.ceil(axis.values.length / Math.max(2, Math.min(MOST_TICKS, Math.floor(width / 64))));
  const ticks = axis.values.filter((_, place) => place % every === 0);
  return (
    <ComposedChart
      width={width}
      height={height}
      data={rows}
      margin={{ top: 1.7 * letters, right: RIGHT, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke={paper.line} />
      <XAxis
        {...common}
        dataKey="x"
        scale={axis.scale === 'log' ? 'log' : 'linear'}
        domain={x}
        ticks={ticks.map((value) => value.x)}
        tickFormatter={(value: number) => axis.values.find((one) => one.x === value)?.text ?? ''}
        height={BELOW * letters}
        label={{ value: axis.label, position: 'insideBottom', fill: paper.ink2, fontSize: letters }}
      />
      <YAxis {...common} domain={[...y]} ticks={linearTicks(y, 4)} tickFormatter={yTick} width={BESIDE * letters} />
      {lines.map(({ run }) => (
        <Area
          key={`band${run}`}
          dataKey={`band${run}`}
          stroke="none"
          fill={looks[run]?.color}
          fillOpacity={0.14}
          connectNulls
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
      {lines.map(({ run }) => (
        <Line
          key={`mean${run}`}
          dataKey={`mean${run}`}
          stroke={looks[run]?.color ?? 'currentcolor'}
          strokeWidth={2}
          strokeDasharray={looks[run]?.dash ?? ''}
          dot={false}
          activeDot={false}
          connectNulls
          isAnimationActive={false}
        />
      ))}
      {lines.map(({ run, found: radius }) =>
        radius === null ? null : (
          <ReferenceLine
            key={`found${run}`}
            x={radius}
            stroke={looks[run]?.color ?? 'currentcolor'}
            strokeDasharray="2 3"
            label={{ value: `found ${quantity(radius)}`, position: 'top', fill: paper.ink2, fontSize: letters }}
          />
        ),
      )}
      {lines.map(({ run }) => {
        const own = shown.filter((point) => point.run === run);
        // Given no points of its own, recharts would draw the rows of the chart.
        if (own.length === 0) return null;
        return (
          <Scatter
            key={`seeds${run}`}
            data={own}
            dataKey="accuracy"
            isAnimationActive={false}
            shape={({ cx, cy, payload }: { cx?: number | undefined; cy?: number | undefined; payload?: unknown }) => (
              <SeedMark cx={cx ?? 0} cy={cy ?? 0} point={payload as SeedPoint} look={looks[run]} onOpen={onOpen} />
            )}
          />
        );
      })}
    </ComposedChart>
  );
}

interface MarkProps {
  readonly cx: number;
  readonly cy: number;
  readonly point: SeedPoint;
  readonly look: PrintedRun | undefined;
  readonly onOpen: Props['onOpen'];
}

/** One seed; on the page it opens its training. */
function SeedMark({ cx, cy, point: { run, at, seed, accuracy }, look, onOpen }: MarkProps) {
  return (
    <circle className="study-point" cx={cx} cy={cy} r={3} fill={look?.color} fillOpacity={0.75} onClick={() => onOpen?.(run, at, seed)}>
      {onOpen ? <title>{`${look?.label ?? ''}, seed ${seed}: ${accuracy.toFixed(1)} %. Press to open.`}</title> : null}
    </circle>
  );
}

/** A domain with room at both ends. */
function widened(values: readonly number[], scale: 'log' | 'linear' | 'words'): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (scale === 'log') {
    const room = Math.max(1.02, (high / low) ** MARGIN);
    return [low / room, high * room];
  }
  const room = MARGIN * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}
