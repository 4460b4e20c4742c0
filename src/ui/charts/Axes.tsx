import { memo } from 'react';
import { across, down, type PlotFrame } from './frame';
import { type Palette, SCREEN } from './paper';
import { xTick, yTick } from './tickLabels';
import { linearTicks, logTicks } from './ticks';

interface Props {
  readonly frame: PlotFrame;
  /** Titles below, and beside where there is room; '' for nothing. */
  readonly title: string;
  readonly upwards?: string;
  readonly paper?: Palette;
}

/** Room that axes need below and left of a plot, as multiples of their letters. */
export const BELOW = 34 / 12;
export const BELOW_UNTITLED = 22 / 12;
export const BESIDE = 40 / 12;

/** Grid, numbers and titles of the axes of every plot, on the page and in saved figures. Part of an SVG that is as large as its frame. */
export const Axes = memo(
  function Axes({ frame, title, upwards = '', paper = SCREEN }: Props) {
    const { width, height, top, right, bottom, left, x, y, scale, letters = 12, ticks = 3 } = frame;
    const [end, base] = [width - right, height - bottom];
    const middle = (top + base) / 2;
    return (
      <g className="chart-axes" fontSize={letters} fill={paper.ink3}>
        {(scale === 'log' ? logTicks(y) : linearTicks(y, 4)).map((value) => {
          const at = down(frame, value);
          return (
            <g key={value}>
              <line x1={left} x2={end} y1={fixed(at)} y2={fixed(at)} stroke={paper.line} />
              <text x={fixed(left - letters / 2)} y={fixed(at + 0.35 * letters)} textAnchor="end">
                {yTick(value)}
              </text>
            </g>
          );
        })}
        {linearTicks(x, ticks).map((value) => (
          <text key={value} x={fixed(across(frame, value))} y={fixed(base + 1.35 * letters)} textAnchor="middle">
            {xTick(value)}
          </text>
        ))}
        {title ? (
          <text
            className="chart-axis-title"
            x={fixed((left + end) / 2)}
            y={fixed(base + 2.5 * letters)}
            textAnchor="middle"
            fill={paper.ink2}
          >
            {title}
          </text>
        ) : null}
        {upwards ? (
          <text transform={`translate(${fixed(letters * 1.5)} ${fixed(middle)}) rotate(-90)`} textAnchor="middle" fill={paper.ink2}>
            {upwards}
          </text>
        ) : null}
      </g>
    );
  },
  ({ frame: one, ...rest }, { frame: other, ...others }) =>
    rest.title === others.title &&
    rest.upwards === others.upwards &&
    rest.paper === others.paper &&
    JSON.stringify(one) === JSON.stringify(other),
);

const fixed = (value: number): number => Number(value.toFixed(1));
