import { doubleAt } from '../../core/numbers';
import { useId } from 'react';
import type { Band, Cross, Curve, Curves, SeedLines } from './curves';
import { across, down, type PlotFrame } from './frame';
import type { Mark } from './marks';
import { type Palette, SCREEN } from './paper';

/** Of the second thin metric of a run. */
export const DOTTED = '1 3';

interface Props {
  readonly frame: PlotFrame;
  readonly curves: Pick<Curves, 'x' | 'curves' | 'seedLines' | 'crosses'>;
  readonly styles: ReadonlyMap<string, { readonly color: string; readonly dash: string }>;
  readonly marks: readonly Mark[];
  readonly paper?: Palette;
}

/** How a curve is told from the others of its run, beside its colour. */
export function strokeOf({ thin, isRaw, isReference }: Pick<Curve, 'thin' | 'isRaw' | 'isReference'>): {
  readonly isThin: boolean;
  readonly opacity: number;
} {
  return { isThin: thin > 0 || isRaw || isReference, opacity: isRaw ? 0.25 : thin === 1 ? 0.5 : isReference ? 0.7 : 1 };
}

/** Curves, bands and marks as plain paths over the axes, on the page and in saved figures: one attribute per curve is all that changes in a redraw. */
export function CurveLines({ frame, curves: { x, curves, seedLines, crosses }, styles, marks, paper = SCREEN }: Props) {
  const id = useId();
  const { width, height, top, right, bottom, left, letters = 12 } = frame;
  // As thick as its letters ask for: 1.75 px on the page, 3.5 px on a small projector, with dashes to match.
  const stroke = 1.75 + 0.3 * (letters - 12);
  const dashed = (dash = '') => dash.replace(/[\d.]+/g, (length) => `${(Number(length) * stroke) / 1.75}`) || undefined;
  const drawn = curves.filter(({ run }) => styles.has(run));
  return (
    <>
      <clipPath id={id}>
        <rect x={left} y={top - 1} width={Math.max(0, width - left - right)} height={Math.max(0, height - top - bottom + 2)} />
      </clipPath>
      {marks
        .filter(({ x: at }) => at >= frame.x[0] && at <= frame.x[1])
        .map(({ x: at, label }) => (
          <g key={`${at}${label}`} className="chart-mark">
            <line x1={across(frame, at)} x2={across(frame, at)} y1={top} y2={height - bottom} stroke={paper.ink3} strokeDasharray="2 3" />
            <text x={across(frame, at) + 4} y={top + letters - 2} fontSize={letters} fill={paper.ink2}>
              {label}
            </text>
          </g>
        ))}
      <g clipPath={`url(#${id})`} fill="none" strokeLinejoin="round">
        {drawn.map(({ run, key, band }) =>
          band ? <path key={`${key}Band`} d={bandPath(frame, x, band)} fill={styles.get(run)?.color} fillOpacity={0.12} /> : null,
        )}
        {seedLines
          .filter(({ run }) => styles.has(run))
          .map((seeds) => (
            <path
              key={`${seeds.run}Seeds`}
              className="chart-seeds"
              d={seedsPath(frame, seeds)}
              stroke={styles.get(seeds.run)?.color}
              strokeWidth={stroke / 1.75}
              strokeOpacity={paper.seeds}
              strokeDasharray={dashed(styles.get(seeds.run)?.dash)}
            />
          ))}
        {drawn.map((curve) => {
          const { isThin, opacity } = strokeOf(curve);
          return (
            <path
              key={curve.key}
              d={linePath(frame, x, curve.y)}
              stroke={styles.get(curve.run)?.color}
              strokeWidth={isThin ? stroke / 1.75 : stroke}
              strokeOpacity={opacity}
              strokeDasharray={curve.isRaw ? undefined : dashed(curve.thin > 1 ? DOTTED : styles.get(curve.run)?.dash)}
            />
          );
        })}
      </g>
      {crosses.map((cross, index) => (
        <path
          key={index}
          d={crossPath(frame, cross)}
          fill="none"
          stroke={styles.get(cross.run)?.color}
          strokeWidth={stroke}
          strokeLinecap="round"
        />
      ))}
    </>
  );
}

/** A line through the points there are; a single one is drawn as a short dash. */
export function linePath(frame: PlotFrame, x: Float64Array, y: Float64Array): string {
  const places = placesOf(frame, x, y);
  if (places.length === 1) return `M${places[0]}h3`;
  return places.length > 0 ? `M${places.join('L')}` : '';
}

/** ✕ where a curve ends before its time; nothing outside the plot. */
function crossPath(frame: PlotFrame, { x, y }: Pick<Cross, 'x' | 'y'>): string {
  const [left, top] = [across(frame, x), down(frame, y)];
  const isInside = left >= frame.left && left <= frame.width - frame.right && top >= frame.top && top <= frame.height - frame.bottom;
  return isInside ? `M${(left - 4).toFixed(1)} ${(top - 4).toFixed(1)}l8 8m0-8l-8 8` : '';
}

/** The lines of all seeds of a run as one path, so that eighty of them are eight strokes; where they cross, it is no darker. */
function seedsPath(frame: PlotFrame, { x, lines }: Pick<SeedLines, 'x' | 'lines'>): string {
  return lines.map((y) => linePath(frame, x, y)).join('');
}

/** The area between the lower and the upper edge. */
function bandPath(frame: PlotFrame, x: Float64Array, { low, high }: Band): string {
  const edge = [...placesOf(frame, x, high), ...placesOf(frame, x, low).reverse()];
  return edge.length > 0 ? `M${edge.join('L')}Z` : '';
}

/** Values a log axis cannot show (zero, and below) are left out. */
function placesOf(frame: PlotFrame, x: Float64Array, y: Float64Array): string[] {
  const places: string[] = [];
  for (let at = 0; at < x.length; at++) {
    const value = doubleAt(y, at);
    if (!Number.isFinite(value) || (frame.scale === 'log' && value <= 0)) continue;
    places.push(`${across(frame, doubleAt(x, at)).toFixed(1)} ${down(frame, value).toFixed(1)}`);
  }
  return places;
}
