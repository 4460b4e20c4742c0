import { useRef } from 'react';
import { nth } from '../../core/numbers';
import { Axes, BELOW, BESIDE } from '../charts/Axes';
import { linePath } from '../charts/CurveLines';
import { EndLabels } from '../charts/EndLabels';
import { across, down, type PlotFrame, valueAcross } from '../charts/frame';
import { useSize } from '../drawing/useCanvas';
import type { RunStyle } from '../theme/palette';

export interface StageLine {
  readonly run: string;
  readonly values: Float64Array;
  /** Of one seed, beneath the mean. */
  readonly isSeed?: boolean;
}

interface Props {
  readonly label: string;
  /** Places of all lines. */
  readonly x: Float64Array;
  readonly lines: readonly StageLine[];
  readonly y: readonly [number, number];
  /** Words of both axes. */
  readonly below: string;
  readonly beside: string;
  readonly names: ReadonlyMap<string, string>;
  readonly styles: ReadonlyMap<string, Pick<RunStyle, 'color' | 'text' | 'dash'>>;
  /** Place that is looked at. */
  readonly at: number;
  readonly onPoint: (x: number) => void;
}

/** Curves against something that is no time, at limits that never move, and a cursor that a hand moves. */
export function LinePlot({ label, x, lines, y, below, beside, names, styles, at, onPoint }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { width, height, letters } = useSize(place);
  const frame: PlotFrame = {
    width,
    height,
    top: 8,
    right: letters * 6.5,
    bottom: letters * BELOW,
    left: letters * (BESIDE + 1.6),
    x: [nth(x, 0), nth(x, x.length - 1)],
    y,
    scale: 'linear',
    letters,
    ticks: 5,
  };
  const means = lines.filter(({ isSeed }) => !isSeed);
  const ends = means.map(({ run, values }) => ({
    run,
    label: names.get(run) ?? run,
    color: styles.get(run)?.text ?? '',
    top: down(frame, nth(values, values.length - 1)),
  }));
  const here = [...x].findIndex((one) => one >= at - 1e-9);
  const point = (event: { clientX: number; currentTarget: Element }) =>
    onPoint(valueAcross(frame, event.clientX - event.currentTarget.getBoundingClientRect().left));
  return (
    <figure className="stage-plot" aria-label={label}>
      <div
        ref={place}
        className="chart-plot stage-plot-area"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          point(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) point(event);
        }}
      >
        {width > 0 ? (
          <>
            <svg className="chart-lines" width={width} height={height} aria-hidden="true" fill="none">
              <Axes frame={frame} title={below} upwards={beside} />
              {lines.map(({ run, values, isSeed = false }, index) => (
                <path
                  key={index}
                  d={linePath(frame, x, values)}
                  stroke={styles.get(run)?.color}
                  strokeWidth={isSeed ? 1 : 1.75 + 0.1 * (letters - 12)}
                  strokeOpacity={isSeed ? 0.3 : 1}
                  strokeDasharray={isSeed ? undefined : styles.get(run)?.dash}
                />
              ))}
              <line className="stage-cursor" x1={across(frame, at)} x2={across(frame, at)} y1={frame.top} y2={height - frame.bottom} />
              {means.map(({ run, values }) => (
                <circle
                  key={run}
                  cx={across(frame, at)}
                  cy={down(frame, values[here] ?? Number.NaN)}
                  r={0.33 * letters}
                  fill={styles.get(run)?.color}
                />
              ))}
            </svg>
            <EndLabels ends={ends} from={width - frame.right} bottom={height - frame.bottom} letters={letters} />
          </>
        ) : null}
      </div>
    </figure>
  );
}
