import { useId } from 'react';
import type { Row } from '../../core/metrics/decimation';
import type { RunStyle } from '../theme/palette';
import type { Cross, Curve, SeedLines } from './curves';
import { across, down, type Frame } from './frame';
import type { Mark } from './marks';

const DOTTED = '1 3';

interface Props {
  readonly frame: Frame;
  readonly rows: readonly Row[];
  readonly curves: readonly Curve[];
  readonly seedLines: readonly SeedLines[];
  readonly crosses: readonly Cross[];
  readonly styles: ReadonlyMap<string, RunStyle>;
  readonly marks: readonly Mark[];
}

/** Curves, bands and marks as plain paths over the axes: one attribute per curve is all that changes in a redraw. */
export function CurveLines({ frame, rows, curves, seedLines, crosses, styles, marks }: Props) {
  const id = useId();
  const { width, height, top, right, bottom, left, letters = 12 } = frame;
  // As thick as its letters ask for: 1.75 px on the page, 3.5 px on a small projector, with dashes to match.
  const stroke = 1.75 + 0.3 * (letters - 12);
  const dashed = (dash = '') => dash.replace(/[\d.]+/g, (length) => `${(Number(length) * stroke) / 1.75}`);
  return (
    <svg className="chart-lines" width={width} height={height} aria-hidden="true">
      <clipPath id={id}>
        <rect x={left} y={top - 1} width={Math.max(0, width - left - right)} height={height - top - bottom + 2} />
      </clipPath>
      {marks
        .filter(({ x }) => x >= frame.x[0] && x <= frame.x[1])
        .map(({ x, label }) => (
          <g key={`${x}${label}`} className="chart-mark">
            <line x1={across(frame, x)} x2={across(frame, x)} y1={top} y2={height - bottom} />
            <text x={across(frame, x) + 4} y={top + letters - 2}>
              {label}
            </text>
          </g>
        ))}
      <g clipPath={`url(#${id})`} fill="none" strokeLinejoin="round">
        {curves
          .filter(({ hasBand }) => hasBand)
          .map(({ run, key }) => (
            <path key={`${key}Band`} d={bandPath(frame, rows, key)} fill={styles.get(run)?.color} fillOpacity={0.12} />
          ))}
        {seedLines.map((seeds) => (
          <path
            key={`${seeds.run}Seeds`}
            className="chart-seeds"
            d={seedsPath(frame, seeds)}
            stroke={styles.get(seeds.run)?.color}
            strokeWidth={stroke / 1.75}
            strokeDasharray={dashed(styles.get(seeds.run)?.dash)}
          />
        ))}
        {curves.map(({ run, key, thin, isRaw, isReference }) => (
          <path
            key={key}
            d={linePath(frame, rows, key)}
            stroke={styles.get(run)?.color}
            strokeWidth={thin > 0 || isRaw || isReference ? stroke / 1.75 : stroke}
            strokeOpacity={isRaw ? 0.25 : thin === 1 ? 0.5 : isReference ? 0.7 : 1}
            strokeDasharray={dashed(isRaw ? '' : thin > 1 ? DOTTED : styles.get(run)?.dash)}
          />
        ))}
      </g>
      {crosses.map((cross, index) => (
        <path key={index} d={crossPath(frame, cross)} stroke={styles.get(cross.run)?.color} strokeWidth={stroke} strokeLinecap="round" />
      ))}
    </svg>
  );
}

/** A line through the rows that have the key; a single one is drawn as a short dash. */
export function linePath(frame: Frame, rows: readonly Row[], key: string): string {
  const places = placesOf(frame, rows, key);
  if (places.length === 1) return `M${places[0]}h3`;
  return places.length > 0 ? `M${places.join('L')}` : '';
}

/** ✕ where a curve ends before its time; nothing outside the plot. */
export function crossPath(frame: Frame, { x, y }: Pick<Cross, 'x' | 'y'>): string {
  const [left, top] = [across(frame, x), down(frame, y)];
  const isInside = left >= frame.left && left <= frame.width - frame.right && top >= frame.top && top <= frame.height - frame.bottom;
  return isInside ? `M${(left - 4).toFixed(1)} ${(top - 4).toFixed(1)}l8 8m0-8l-8 8` : '';
}

/** The lines of all seeds of a run as one path, so that eighty of them are eight strokes; where they cross, it is no darker. */
export function seedsPath(frame: Frame, { rows, keys }: Pick<SeedLines, 'rows' | 'keys'>): string {
  return keys.map((key) => linePath(frame, rows, key)).join('');
}

/** The area between the lower and the upper edge. */
export function bandPath(frame: Frame, rows: readonly Row[], key: string): string {
  const edge = [...placesOf(frame, rows, `${key}High`), ...placesOf(frame, rows, `${key}Low`).reverse()];
  return edge.length > 0 ? `M${edge.join('L')}Z` : '';
}

/** Values a log axis cannot show (zero, and below) are left out. */
function placesOf(frame: Frame, rows: readonly Row[], key: string): string[] {
  const places: string[] = [];
  for (const row of rows) {
    const value = row[key];
    if (value === null || value === undefined || (frame.scale === 'log' && value <= 0)) continue;
    places.push(`${across(frame, row.x).toFixed(1)} ${down(frame, value).toFixed(1)}`);
  }
  return places;
}
