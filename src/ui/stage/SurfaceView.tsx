import { useEffect, useMemo, useRef, useState } from 'react';
import { doubleAt, lastOf, nth } from '../../core/numbers';
import type { Way } from '../../core/protocol/explorations';
import type { Surface } from '../../core/protocol/findings';
import { useCards } from '../boundary/RunCards';
import { Axes, BELOW, BESIDE } from '../charts/Axes';
import { across, down, type PlotFrame } from '../charts/frame';
import { useCanvas, useSize } from '../drawing/useCanvas';
import { quantity } from '../format';
import { Swatch } from '../runs/Swatch';
import { sharedContours } from '../slowMotion/contours';
import type { RunStyle } from '../theme/palette';
import { StageNote } from './StageNote';
import { stepOf, useFindings } from './useFindings';

/** Points to a side. */
const POINTS = 25;
/** Lines of equal loss, on the scale that all runs share. */
const LEVELS = 12;
/** Share of ink in the darkest place. */
const DARKEST = 0.5;

/** The loss around each run in a plane, all on one scale. */
export function SurfaceView() {
  const cards = useCards();
  const [along, setAlong] = useState<Way>('climb');
  const asked = cards.map(({ run }) => ({ what: 'surface', run, along, points: POINTS }) as const);
  // A place takes 64 samples where a measurement takes all of them.
  const findings = useFindings<Surface>(asked, (cards.length * POINTS ** 2) / 10);
  const found = findings.found.filter((one) => one !== undefined);
  const finite = found.flatMap(({ losses }) => [...losses].filter((loss) => Number.isFinite(loss) && loss > 0));
  const range = finite.length > 0 ? ([Math.min(...finite), Math.max(...finite)] as const) : null;
  return (
    <>
      <div className="stage-controls">
        <div className="stage-choices" role="group" aria-label="Across">
          {(['climb', 'random'] as const).map((way) => (
            <button key={way} type="button" className="stage-choice" aria-pressed={way === along} onClick={() => setAlong(way)}>
              {way === 'climb' ? 'each run’s climb × a random direction' : 'two random directions'}
            </button>
          ))}
        </div>
        {range ? <Scale range={range} /> : null}
      </div>
      {range ? (
        <div className="run-cards stage-surfaces" data-count={cards.length}>
          {cards.map(({ run, label, details, style }) => {
            const surface = found.find(({ asked: { run: of } }) => of === run);
            return (
              <article key={run} className="run-card stage-surface" aria-label={`${label}, the loss around it`}>
                <h2 style={{ color: style?.text, borderColor: style?.color }}>
                  <Swatch style={style} />
                  <b className="run-card-name">{label}</b>
                  <span>{details}</span>
                </h2>
                {surface ? <Plane surface={surface} range={range} label={label} style={style} /> : null}
              </article>
            );
          })}
        </div>
      ) : null}
      <StageNote
        of={findings}
        step={stepOf(found[0])}
        cost={
          along === 'climb'
            ? 'Axes in weights. Dot: w. Circle: the shared ball ρ. Arrow: w + ε of a run that climbs. Loss of 64 training samples.'
            : 'Axes in shares of the weights’ length, filter by filter; the ball ρ is the small circle. Loss of 64 training samples.'
        }
      />
    </>
  );
}

/** Where a loss stands on the shared scale, 0 … 1, by its logarithm. */
const shadeOf = (loss: number, [low, high]: readonly [number, number]) =>
  high > low ? Math.min(1, Math.max(0, Math.log(loss / low) / Math.log(high / low))) : 0;

function Scale({ range: [low, high] }: { readonly range: readonly [number, number] }) {
  return (
    <p className="stage-scale">
      <span>{quantity(low)}</span>
      {[0, 0.25, 0.5, 0.75, 1].map((shade) => (
        <i key={shade} style={{ background: `color-mix(in srgb, var(--ink) ${(100 * DARKEST * shade).toFixed(1)}%, var(--panel))` }} />
      ))}
      <span>{quantity(high)} nats, log scale for all</span>
    </p>
  );
}

interface PlaneProps {
  readonly surface: Surface;
  readonly range: readonly [number, number];
  readonly label: string;
  readonly style: RunStyle | undefined;
}

function Plane({ surface, range, label, style }: PlaneProps) {
  const { axis, losses, radius, climb, asked } = surface;
  const box = useRef<HTMLDivElement>(null);
  const { width, height, letters } = useSize(box);
  const ends = [doubleAt(axis, 0), lastOf(axis)] as const;
  const left = letters * BESIDE + 4;
  const side = Math.max(0, Math.min(width - left - letters, height - letters * BELOW - 6));
  const frame: PlotFrame = {
    width: left + side + letters,
    height: side + letters * BELOW + 6,
    top: 6,
    right: letters,
    bottom: letters * BELOW,
    left,
    x: ends,
    y: ends,
    scale: 'linear',
    letters,
    ticks: 4,
  };
  const contours = useMemo(() => {
    const rows = Array.from(axis, (_, row) => Array.from(losses.slice(row * axis.length, (row + 1) * axis.length), Math.log));
    const [low, high] = range.map(Math.log) as [number, number];
    const levels = Array.from({ length: LEVELS }, (_, at) => low + ((high - low) * (at + 0.5)) / LEVELS);
    return sharedContours({ x: [...axis], y: [...axis], losses: rows }, levels);
  }, [axis, losses, range]);
  const at = (a: number, b: number) => `${across(frame, a).toFixed(1)} ${down(frame, b).toFixed(1)}`;
  const middle = (axis.length * axis.length - 1) / 2;
  const reach = across(frame, radius) - across(frame, 0);
  const [x0, y0] = [across(frame, 0), down(frame, 0)];
  const tip = climb === null ? null : across(frame, climb);
  return (
    <figure
      className="stage-plane"
      aria-label={`Loss around ${label}: ${quantity(nth(losses, middle))} nats at w, up to ${quantity(Math.max(...losses))} in this plane.`}
    >
      <div ref={box} className="chart-plot stage-plane-area">
        {side > 0 ? (
          <>
            <Shades surface={surface} range={range} left={left} top={6} side={side} />
            <svg className="chart-lines" width={frame.width} height={frame.height} aria-hidden="true" fill="none">
              <Axes frame={frame} title={asked.along === 'climb' ? 'along the climb' : 'one random direction'} />
              <path
                className="stage-contours"
                d={contours.flatMap(({ segments }) => segments.map(([a, b, c, d]) => `M${at(a, b)}L${at(c, d)}`)).join('')}
              />
              <circle cx={x0} cy={y0} r={reach} stroke={style?.color} strokeWidth="1.5" strokeDasharray={reach > 12 ? '3 3' : undefined} />
              {tip === null ? null : <path d={`M${x0} ${y0}H${tip}m-6 -4l6 4l-6 4`} stroke={style?.color} strokeWidth="2" />}
              <circle cx={x0} cy={y0} r={0.33 * letters} fill={style?.color} />
            </svg>
          </>
        ) : null}
      </div>
    </figure>
  );
}

interface ShadesProps extends Pick<PlaneProps, 'surface' | 'range'> {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/** The losses as one picture of a pixel per point, drawn smoothly. */
function Shades({ surface: { axis, losses }, range, left, top, side }: ShadesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ratio, theme } = useCanvas(canvas);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current) return;
    canvas.current.width = Math.round(side * ratio);
    canvas.current.height = Math.round(side * ratio);
    const size = axis.length;
    const image = new ImageData(size, size);
    const ink = theme === 'dark' ? [236, 234, 228] : [21, 24, 28];
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const loss = losses[(size - 1 - row) * size + column] ?? Number.NaN;
        const shade = Number.isFinite(loss) ? DARKEST * shadeOf(loss, range) : 0;
        image.data.set([...ink, 255 * shade], 4 * (row * size + column));
      }
    const cells = new OffscreenCanvas(size, size);
    cells.getContext('2d')?.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    // Points stand on the edges: half a cell on every side lies outside.
    const cell = canvas.current.width / (size - 1);
    context.drawImage(cells, -cell / 2, -cell / 2, cell * size, cell * size);
  }, [axis, losses, range, side, ratio, theme]);
  return <canvas ref={canvas} className="stage-shades" style={{ left, top, width: side, height: side }} aria-hidden="true" />;
}
