import { quantity } from '../format';
import { across, down, type PlotFrame } from './frame';

/** Somebody's guess of where a curve will end: a point at the end of the axis, which stays there when the curve comes. */
export function GuessMark({ frame, value }: { readonly frame: PlotFrame; readonly value: number }) {
  const { width, height, left, right, letters = 12 } = frame;
  const end = across(frame, frame.x[1]);
  const at = down(frame, value);
  // Above the line, or below where it would leave the plot.
  const words = at - letters < frame.top ? at + letters + 4 : at - 6;
  return (
    <svg className="chart-lines chart-guess" width={width} height={height} aria-hidden="true">
      <line x1={left} x2={end} y1={at} y2={at} />
      <path d={`M${end - 6} ${at}l6-6 6 6-6 6z`} />
      <text x={width - right - 10} y={words} textAnchor="end">
        your guess: {quantity(value)}
      </text>
    </svg>
  );
}
