import { nth } from '../../core/numbers';
import type { PlaneLoss, PlanePoint } from '../../core/valley/planeLoss';
import { ballAround } from '../../core/valley/walk';
import { spread } from '../charts/EndLabels';
import type { PlotFrame } from '../charts/frame';
import type { Valley } from '../../core/valley/valleys';
import type { PlaneScene } from './scene';
import { isInView } from './scene';
import type { DrawnPath } from './paths';

interface PathLinesProps {
  readonly drawn: readonly DrawnPath[];
  readonly scene: PlaneScene;
}

/** Steps beyond which the dots of a path would be a line. */
const MOST_DOTS = 300;

/** Every path from the start to its end, a dot per step, and its name there. */
export function PathLines({ drawn, scene }: PathLinesProps) {
  return (
    <>
      {drawn.map(({ path: { algorithm, x, y }, style }) => {
        const places = Array.from(x, (value, step) => rounded(scene.place([value, nth(y, step)])));
        return (
          <g key={algorithm} style={{ color: style.color }}>
            <path className="valley-path-halo" d={`M${places.join('L')}`} />
            <path className="valley-path" d={`M${places.join('L')}`} strokeDasharray={style.dash} />
            {places.length <= MOST_DOTS ? <path className="valley-dots" d={places.map((place) => `M${place}h0`).join('')} /> : null}
          </g>
        );
      })}
    </>
  );
}

/** Names at the ends of the paths, apart from each other. */
export function PathEnds({ drawn, scene }: PathLinesProps) {
  const { frame } = scene;
  const letters = 1.08 * (frame.letters ?? 12);
  const ends = drawn.flatMap(({ path: { algorithm, x, y, goneAfter }, label, style }) => {
    const last = lastInView(x, y, scene);
    if (last === null) return [];
    const [left, top] = scene.place(last.point);
    const isOut = goneAfter !== null || last.step < x.length - 1;
    return [{ run: algorithm, label: isOut ? `${label} leaves` : label, color: style.text, dot: style.color, left, top, at: top, isOut }];
  });
  const placed = spread(ends, frame.height - frame.bottom, 1.3 * letters);
  return (
    <>
      {placed.map(({ run, label, color, dot, left, top, at, isOut }) => {
        const width = label.length * letters * 0.6;
        const isLeftOf = left + 14 + width > frame.width - frame.right;
        const at_ = isLeftOf ? left - 14 : left + 14;
        return (
          <g key={run}>
            {Math.abs(top - at) > 4 ? (
              <path className="valley-leader" d={`M${left} ${at}L${isLeftOf ? at_ + 3 : at_ - 3} ${top}`} style={{ stroke: dot }} />
            ) : null}
            {isOut ? null : <circle className="valley-end" cx={left} cy={at} r="5" style={{ fill: dot }} />}
            <text
              className="valley-name"
              x={at_}
              y={top + 0.35 * letters}
              fontSize={letters}
              textAnchor={isLeftOf ? 'end' : 'start'}
              style={{ fill: color }}
            >
              {label}
            </text>
          </g>
        );
      })}
    </>
  );
}

function lastInView(x: Float64Array, y: Float64Array, { frame }: PlaneScene): { readonly point: PlanePoint; readonly step: number } | null {
  for (let step = x.length - 1; step >= 0; step--) {
    const point = [nth(x, step), nth(y, step)] as const;
    if (isInView(frame, point)) return { point, step };
  }
  return null;
}

interface StepMarksProps {
  readonly drawn: readonly DrawnPath[];
  readonly scene: PlaneScene;
  readonly loss: PlaneLoss;
  readonly values: Valley['values'];
  readonly step: number;
}

/** Where every path is at a step: w, the ball around it, w + ε or the points looked at, and the step that follows. */
export function StepMarks({ drawn, scene, loss, values, step }: StepMarksProps) {
  const named = drawn.find(({ path }) => path.footsteps[step]?.climbed)?.path.algorithm;
  return (
    <>
      {drawn.map((one) => (
        <StepMark
          key={one.path.algorithm}
          one={one}
          scene={scene}
          loss={loss}
          values={values}
          step={step}
          isNamed={one.path.algorithm === named}
        />
      ))}
    </>
  );
}

interface StepMarkProps extends Omit<StepMarksProps, 'drawn'> {
  readonly one: DrawnPath;
  readonly isNamed: boolean;
}

function StepMark({ one: { path, style }, scene, loss, values, step, isNamed }: StepMarkProps) {
  const at = Math.min(step, path.x.length - 1);
  const here = [nth(path.x, at), nth(path.y, at)] as const;
  const footstep = path.footsteps[at];
  const radius = footstep?.climbed ? (footstep.radius ?? 0) : 0;
  const { algorithm } = path;
  const ball = radius > 0 ? ballAround(algorithm, loss, values, here, radius) : null;
  const [left, top] = scene.place(here);
  const tip = footstep?.climbed ? scene.place(footstep.climbed) : null;
  const next = at + 1 < path.x.length ? scene.place([nth(path.x, at + 1), nth(path.y, at + 1)]) : null;
  return (
    <g style={{ color: style.color }}>
      {ball ? <path className="valley-ball" d={`M${ball.map((corner) => rounded(scene.place(corner))).join('L')}Z`} /> : null}
      {footstep?.looked.map((point) => {
        const [px, py] = scene.place(point);
        return <circle key={`${px} ${py}`} className="valley-looked" cx={px} cy={py} r="2.5" />;
      })}
      {tip ? (
        <>
          <path className="valley-climb" d={`M${rounded([left, top])}L${rounded(tip)}`} />
          <circle className="valley-tip" cx={tip[0]} cy={tip[1]} r="4.5" />
          {isNamed ? (
            <Letter at={tip} away={[tip[0] - left, tip[1] - top]} frame={scene.frame}>
              w + ε
            </Letter>
          ) : null}
        </>
      ) : null}
      {next ? <path className="valley-step" d={`M${rounded([left, top])}L${rounded(next)}`} /> : null}
      <circle className="valley-here" cx={left} cy={top} r="5" />
      {isNamed && tip && step > 0 ? (
        <Letter at={[left, top]} away={[left - tip[0], top - tip[1]]} frame={scene.frame}>
          w
        </Letter>
      ) : null}
    </g>
  );
}

/** Letters beside a place, on the side that is away from the other one, as far as there is room. */
function Letter({
  at,
  away,
  frame,
  children,
}: {
  readonly at: PlanePoint;
  readonly away: PlanePoint;
  readonly frame: PlotFrame;
  readonly children: string;
}) {
  const length = Math.hypot(...away) || 1;
  const [dx, dy] = [away[0] / length, away[1] / length];
  const half = 5 * children.length;
  const x = Math.min(frame.width - frame.right - half, Math.max(frame.left + half, at[0] + (11 + half) * dx));
  const y = Math.min(frame.height - frame.bottom - 6, Math.max(frame.top + 16, at[1] + 16 * dy + 5));
  return (
    <text className="valley-letter" x={x} y={y} textAnchor="middle">
      {children}
    </text>
  );
}

const rounded = ([x, y]: PlanePoint): string => `${limited(x).toFixed(1)} ${limited(y).toFixed(1)}`;
/** A path that leaves goes far beyond what a browser can draw. */
const limited = (pixels: number): number => Math.min(1e5, Math.max(-1e5, pixels));
