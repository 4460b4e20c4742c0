import { useId, useMemo } from 'react';
import type { ObservedStep } from '../../core/protocol/views';
import type { Arrow } from '../../core/sam/observation/observation';
import type { Frame } from '../../core/sam/observation/tell';
import { quantity } from '../format';
import { contoursOf } from './contours';
import { type DrawnArrow, drawnArrow, type Scene, sceneOf } from './drawing';

interface Props {
  readonly observed: ObservedStep;
  readonly frames: readonly Frame[];
  /** The frame that is lit, by its place among `frames`. */
  readonly current: number;
  /** Colour of the run. */
  readonly color: string | undefined;
  readonly runLabel: string;
}

/** A moment of the step over the loss of its mini-batch: what happens now is lit, what happened before stays faint. */
export function StepFigure({ observed, frames, current, color, runLabel }: Props) {
  const { relief, arrows, numbers } = observed;
  const scene = useMemo(() => relief && sceneOf(relief), [relief]);
  const ground = useMemo(() => relief && scene && <Ground relief={relief} scene={scene} />, [relief, scene]);
  const frame = frames[current];
  if (!scene || !frame) return <p className="slow-nothing">This step moved nothing: there is no direction to draw.</p>;
  const keys = frames.slice(0, current + 1).map(({ key }) => key);
  const shown = arrows.filter((arrow) => keys.includes(arrow.frame));
  const lit = (arrow: Arrow) => arrow.frame === frame.key;
  const climb = arrows.find(({ frame: key, isGhost }) => key === 'climb' && !isGhost);
  // Another ball is no circle.
  const isRound = Math.abs((numbers.ballLength ?? Number.NaN) - (numbers.perturbNorm ?? 0)) < 1e-3 * (numbers.perturbNorm ?? 0);
  const hasTop = climb && keys.includes('climb');
  // The name of w stands where no arrow goes.
  const isBelowFree = !shown.some(({ from, by }) => Math.hypot(...from) === 0 && -by[1] > Math.abs(by[0]));
  const [x, y] = scene.place([0, 0]);
  const top = climb && scene.place(climb.by);
  return (
    <svg
      className="slow-figure"
      viewBox={`0 0 ${scene.width} ${scene.height}`}
      role="img"
      aria-label={`${frame.title}, in a step of ${runLabel}: ${shown.filter(lit).map(inWords).join(', ') || 'nothing new is drawn'}.`}
      style={{ color }}
    >
      {ground}
      {climb && isRound && !scene.isLine ? <circle className="slow-ball" cx={x} cy={y} r={climb.length * scene.scale} /> : null}
      {frame.key === 'step' && top ? <path className="slow-return" d={`M${top.join(' ')}L${x} ${y}`} /> : null}
      {shown.map((arrow, index) => {
        const drawn = drawnArrow(arrow, scene);
        return drawn ? <ArrowMark key={`${arrow.symbol} ${index}`} arrow={arrow} drawn={drawn} isLit={lit(arrow)} scene={scene} /> : null;
      })}
      <circle className="slow-here" cx={x} cy={y} r="4.5" />
      <Label at={[x, y]} away={[x, y + (isBelowFree ? 1 : -1)]} scene={scene}>
        w
      </Label>
      {hasTop && top ? <circle className="slow-top" cx={top[0]} cy={top[1]} r="4" /> : null}
    </svg>
  );
}

/** The loss around w: lines of equal loss in a plane, a curve along a line. */
function Ground({ relief, scene }: { readonly relief: NonNullable<ObservedStep['relief']>; readonly scene: Scene }) {
  if (scene.isLine) {
    const points = relief.x.filter((_, index) => Number.isFinite(relief.losses[0]?.[index])).map((x) => scene.place([x, 0]).join(' '));
    return <path className="slow-curve" d={`M${points.join('L')}`} />;
  }
  const contours = contoursOf(relief);
  return (
    <g className="slow-contours">
      {contours.map(({ level, segments }, index) => (
        <path
          key={level}
          strokeOpacity={0.25 + (0.75 * index) / contours.length}
          d={segments.map(([x1, y1, x2, y2]) => `M${rounded(scene.place([x1, y1]))}L${rounded(scene.place([x2, y2]))}`).join('')}
        />
      ))}
    </g>
  );
}

interface ArrowProps {
  readonly arrow: Arrow;
  readonly drawn: DrawnArrow;
  readonly isLit: boolean;
  readonly scene: Scene;
}

function ArrowMark({ arrow: { symbol, is, isGhost, frame }, drawn: { from, to, factor }, isLit, scene }: ArrowProps) {
  const marker = useId();
  const kind = isGhost ? 'ghost' : is === 'gradient' ? 'gradient' : frame === 'step' ? 'step' : 'climb';
  return (
    <g className="slow-arrow" data-kind={kind} data-lit={isLit}>
      <marker
        id={marker}
        viewBox="0 0 10 10"
        refX="8"
        refY="5"
        markerWidth="10"
        markerHeight="10"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path d="M0 1.500 9 5 0 8.500z" />
      </marker>
      <path d={`M${rounded(from)}L${rounded(to)}`} markerEnd={`url(#${marker})`} />
      {isLit ? (
        <Label at={to} away={[2 * to[0] - from[0], 2 * to[1] - from[1]]} scene={scene}>
          {factor > 1 ? `${symbol}, drawn ${factor}×` : symbol}
        </Label>
      ) : null}
    </g>
  );
}

interface LabelProps {
  readonly at: readonly [number, number];
  /** It stands on that side of `at`. */
  readonly away: readonly [number, number];
  readonly scene: Scene;
  readonly children: string;
}

function Label({ at: [x, y], away, scene, children }: LabelProps) {
  const [dx, dy] = [away[0] - x, away[1] - y];
  const size = Math.hypot(dx, dy) || 1;
  const [left, top] = [x + (14 * dx) / size, y + (14 * dy) / size];
  const half = children.length * 5.5;
  const anchor = Math.abs(dx) < 0.5 * Math.abs(dy) ? 'middle' : dx > 0 ? 'start' : 'end';
  // Kept inside the picture, whichever way it is anchored.
  const [least, most] =
    anchor === 'middle' ? [half, scene.width - half] : anchor === 'start' ? [0, scene.width - 2 * half] : [2 * half, scene.width];
  return (
    <text
      className="slow-label"
      x={Math.min(most, Math.max(least, left))}
      y={Math.min(scene.height - 6, Math.max(14, top + 5))}
      textAnchor={anchor}
    >
      {children}
    </text>
  );
}

function inWords({ symbol, is, length }: Arrow): string {
  return is === 'way' ? `${symbol} of length ${quantity(length)}` : `${symbol}, a gradient of length ${quantity(length)}`;
}

const rounded = ([x, y]: readonly [number, number]): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
