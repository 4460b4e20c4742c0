import { doubleAt, lastOf } from '../../core/numbers';
import { useId, useMemo, useRef } from 'react';
import type { LossPlane } from '../../core/protocol/views';
import { Axes, BELOW, BESIDE } from '../charts/Axes';
import { EndLabels } from '../charts/EndLabels';
import { across, down, type PlotFrame } from '../charts/frame';
import { percent, quantity } from '../format';
import type { RunStyle } from '../theme/palette';
import { useSize } from '../drawing/useCanvas';
import { type Ground, groundOf } from './planeFigure';

export interface PathsProps {
  readonly plane: LossPlane;
  readonly names: ReadonlyMap<string, string>;
  readonly styles: ReadonlyMap<string, RunStyle>;
}

/** Share of ink in the darkest cell: paths stay readable on it. */
const DARKEST = 42;
/** Shades of the scale beside the picture. */
const SHADES = [0, 0.25, 0.5, 0.75, 1];

/** The plane: shades and lines of the loss, and every path from the shared start to where its run stood. */
export function PathPlane({ plane, names, styles }: PathsProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height, letters } = useSize(box);
  const ground = useMemo(() => groundOf(plane), [plane]);
  const { x, y, shares, paths, samples } = plane;
  const ends = (values: Float64Array) => [doubleAt(values, 0), lastOf(values)] as const;
  const frame: PlotFrame = {
    width,
    height,
    top: 8,
    right: 88,
    bottom: letters * BELOW,
    left: letters * BESIDE,
    x: ends(x),
    y: ends(y),
    scale: 'linear',
    letters,
    ticks: 5,
  };
  const [along, up] = shares.map((share) => percent(100 * share));
  const both = percent(100 * (shares[0] + shares[1]));
  const labels = paths.map(({ member: { run }, y: places }) => ({
    run,
    label: names.get(run) ?? run,
    color: styles.get(run)?.text ?? '',
    top: down(frame, places.at(-1) ?? 0),
  }));
  const summary = paths
    .map(({ member: { run }, steps, x: a, y: b }) => {
      const where = `${quantity(a.at(-1) ?? 0)}, ${quantity(b.at(-1) ?? 0)}`;
      return `${names.get(run) ?? run} stands at ${where} after ${steps.at(-1)} steps`;
    })
    .join('; ');
  return (
    <figure aria-label={`Paths in the plane of their principal components, which holds ${both} of their variance. ${summary}.`}>
      <div ref={box} className="chart-plot ground-plane">
        {width > 0 ? (
          <>
            <svg className="chart-lines" width={width} height={height} aria-hidden="true" fill="none">
              <Axes frame={frame} title={`first component, ${along} of the variance`} />
              <Shades ground={ground} plane={plane} frame={frame} />
              <circle className="ground-start" cx={across(frame, paths[0]?.x[0] ?? 0)} cy={down(frame, paths[0]?.y[0] ?? 0)} r="5" />
              {paths.map((path) => (
                <PathLine key={path.member.run} path={path} frame={frame} style={styles.get(path.member.run)} />
              ))}
            </svg>
            <EndLabels ends={labels} from={width - frame.right} bottom={height - frame.bottom} letters={letters} />
          </>
        ) : null}
      </div>
      <figcaption>
        <p className="ground-scale">
          <span>{quantity(ground.range[0])}</span>
          {SHADES.map((shade) => (
            <i key={shade} style={{ background: inkOf(shade) }} />
          ))}
          <span>{quantity(ground.range[1])} nats, log scale</span>
        </p>
        <p className="ground-words">
          Across {along}, up {up}: this plane holds {both} of the variance of the weights on these paths. Loss of {x.length} × {y.length}{' '}
          places on {samples} training samples; both axes in the units of weights, each to its own scale. The ring is the start.
        </p>
      </figcaption>
    </figure>
  );
}

const inkOf = (shade: number) => `color-mix(in srgb, var(--ink) ${(DARKEST * shade).toFixed(1)}%, var(--panel))`;

function Shades({ ground, plane: { x, y }, frame }: { readonly ground: Ground; readonly plane: LossPlane; readonly frame: PlotFrame }) {
  const clip = useId();
  const { width, height, top, right, bottom, left } = frame;
  const inner = { width: Math.max(0, width - left - right), height: Math.max(0, height - top - bottom) };
  const [cellWidth, cellHeight] = [inner.width / (x.length - 1), inner.height / (y.length - 1)];
  const at = (a: number, b: number) => `${across(frame, a).toFixed(1)} ${down(frame, b).toFixed(1)}`;
  return (
    <g clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={left} y={top} {...inner} />
      </clipPath>
      <g shapeRendering="crispEdges">
        {ground.cells.map(({ column, row, shade }) =>
          shade === null ? null : (
            <rect
              key={`${column} ${row}`}
              x={across(frame, doubleAt(x, column)) - cellWidth / 2}
              y={down(frame, doubleAt(y, row)) - cellHeight / 2}
              width={cellWidth}
              height={cellHeight}
              style={{ fill: inkOf(shade) }}
            />
          ),
        )}
      </g>
      <path
        className="ground-contours"
        d={ground.contours.flatMap(({ segments }) => segments.map(([x1, y1, x2, y2]) => `M${at(x1, y1)}L${at(x2, y2)}`)).join('')}
      />
    </g>
  );
}

interface PathLineProps {
  readonly path: LossPlane['paths'][number];
  readonly frame: PlotFrame;
  readonly style: RunStyle | undefined;
}

/** A line with a seam around it, a dot per stored point, and a larger one where the run stood. */
function PathLine({ path: { x, y }, frame, style }: PathLineProps) {
  const places = Array.from(x, (a, index) => [across(frame, a), down(frame, doubleAt(y, index))] as const);
  const line = `M${places.map(([left, top]) => `${left.toFixed(1)} ${top.toFixed(1)}`).join('L')}`;
  return (
    <g strokeLinejoin="round">
      <path className="ground-seam" d={line} />
      <path d={line} stroke={style?.color} strokeWidth="2" strokeDasharray={style?.dash} />
      {places.slice(1).map(([left, top], index) => (
        <circle
          key={index}
          className="ground-point"
          cx={left}
          cy={top}
          r={index === places.length - 2 ? 5 : 2.5}
          style={{ fill: style?.color }}
        />
      ))}
    </g>
  );
}
