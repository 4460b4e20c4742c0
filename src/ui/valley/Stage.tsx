import { lastOf, nth } from '../../core/numbers';
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import type { PlanePoint } from '../../core/valley/planeLoss';
import { Axes } from '../charts/Axes';
import { useSize } from '../drawing/useCanvas';
import { hundredths, quantity } from '../format';
import { drawnFloors } from './floorOf';
import { Ground, GroundLines } from './Ground';
import { PathEnds, PathLines, StepMarks } from './PathMarks';
import { type PlaneScene, planeScene } from './scene';
import type { Playing } from './usePlay';

/** Pixels from a path within which the hand is on it. */
const NEAR = 18;
/** Units of weights that an arrow key moves the start by; ten times with Shift. */
const NUDGE = 0.02;

interface StageProps {
  readonly playing: Playing;
  /** The step that marks stand at. */
  readonly step: number;
  /** The hand is on a path there; null where it is on none. */
  readonly onHover: (step: number | null) => void;
}

/** The loss with its paths. The start is dragged, and everything follows. */
export function Stage({ playing, step, onHover }: StageProps) {
  const { loss, drawn, values, change } = playing;
  const box = useRef<HTMLDivElement>(null);
  const { width, height, letters } = useSize(box);
  const clip = useId();
  const [isDragged, setDragged] = useState(false);
  const scene = useMemo(() => planeScene(loss, width, height, letters), [loss, width, height, letters]);
  const start: PlanePoint = [values.vx, values.vy];
  const move = (to: PlanePoint) => change({ vx: tidy(limited(to[0], scene.frame.x)), vy: tidy(limited(to[1], scene.frame.y)) });
  const pointOf = ({ clientX, clientY }: PointerEvent) => {
    const { left, top } = (box.current as HTMLElement).getBoundingClientRect();
    return scene.under(clientX - left, clientY - top);
  };
  const grab = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragged(true);
    onHover(null);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (isDragged) move(pointOf(event));
  };
  const nudge = (event: KeyboardEvent) => {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const by = NUDGE * (event.shiftKey ? 10 : 1);
    move([start[0] + way[0] * by, start[1] + way[1] * by]);
  };
  const [left, top] = scene.place(start);
  const climbed = drawn.find(({ path }) => path.footsteps[0]?.climbed)?.path.footsteps[0]?.climbed;
  return (
    <div
      ref={box}
      className="valley-stage"
      data-dragged={isDragged}
      onPointerMove={(event) => {
        if (!isDragged && event.pointerType === 'mouse') onHover(stepUnder(pointOf(event), playing, scene));
      }}
      onPointerLeave={() => onHover(null)}
    >
      {width > 0 ? (
        <>
          <Ground loss={loss} frame={scene.frame} />
          <svg width={width} height={height} role="img" aria-label={inWords(playing)}>
            <clipPath id={clip}>
              <rect
                x={scene.frame.left}
                y={scene.frame.top}
                width={Math.max(0, width - scene.frame.left - scene.frame.right)}
                height={Math.max(0, height - scene.frame.top - scene.frame.bottom)}
                rx="6"
              />
            </clipPath>
            <Axes frame={scene.frame} title="weight x" upwards="weight y" />
            <g clipPath={`url(#${clip})`}>
              <GroundLines loss={loss} frame={scene.frame} />
              <PathLines drawn={drawn} scene={scene} />
              <FloorMarks playing={playing} scene={scene} />
              <StepMarks drawn={drawn} scene={scene} loss={loss} values={values} step={step} />
              <PathEnds drawn={drawn} scene={scene} />
            </g>
          </svg>
          <div
            className="valley-start"
            style={{ left, top }}
            data-named={climbed && climbed[1] > start[1] ? 'below' : 'above'}
            role="slider"
            tabIndex={0}
            aria-label="Start of all paths"
            aria-valuenow={start[0]}
            aria-valuemin={scene.frame.x[0]}
            aria-valuemax={scene.frame.x[1]}
            aria-valuetext={`x ${hundredths(start[0])}, y ${hundredths(start[1])}`}
            title="Drag the start; or move it with the arrow keys, faster with Shift"
            onPointerDown={grab}
            onPointerMove={drag}
            onPointerUp={() => setDragged(false)}
            onPointerCancel={() => setDragged(false)}
            onLostPointerCapture={() => setDragged(false)}
            onKeyDown={nudge}
          >
            <i />
            <span>start</span>
          </div>
        </>
      ) : null}
    </div>
  );
}

const ARROWS: Readonly<Record<string, PlanePoint>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Where the loss is least, and the flattest place there. */
function FloorMarks({ playing: { loss, drawn }, scene }: { readonly playing: Playing; readonly scene: PlaneScene }) {
  const floors = useMemo(() => drawnFloors(loss), [loss]);
  const ends = drawn.map(({ path: { x, y } }) => scene.place([lastOf(x), lastOf(y)]));
  // Names of paths that end there stand beside it: its own words go above.
  const below = ([left, top]: PlanePoint) => (ends.some(([x, y]) => Math.abs(x - left) < 90 && Math.abs(y - top) < 30) ? -18 : 26);
  return (
    <g className="valley-floor">
      {floors.map(({ points, flattest, trace }) => {
        const places = points.map((point) => scene.place(point));
        const [first] = places as [PlanePoint];
        const key = first.join(' ');
        if (!flattest)
          return (
            <g key={key}>
              <path d={`M${first[0] - 6} ${first[1]}h12M${first[0]} ${first[1] - 6}v12`} />
              <text x={first[0]} y={first[1] + below(first)} textAnchor="middle">
                minimum, trace {quantity(trace)}
              </text>
            </g>
          );
        const [x, y] = scene.place(flattest.at);
        return (
          <g key={key}>
            <path d={`M${places.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join('L')}`} />
            <circle cx={x} cy={y} r="7" />
            <text x={x} y={y + below([x, y])} textAnchor="middle">
              flattest, trace {quantity(flattest.trace)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The step of whichever path is under the hand. */
function stepUnder(at: PlanePoint, { drawn }: Playing, { scale }: PlaneScene): number | null {
  let [nearest, found] = [NEAR / scale, null as number | null];
  for (const { path } of drawn)
    path.x.forEach((x, step) => {
      const distance = Math.hypot(x - at[0], nth(path.y, step) - at[1]);
      if (distance < nearest) [nearest, found] = [distance, step];
    });
  return found;
}

/** The picture for those who do not see it. */
function inWords({ drawn, values }: Playing): string {
  const ends = drawn.map(({ path: { x, y, losses, curvatures, goneAfter }, label }) => {
    if (goneAfter !== null) return `${label} is gone after ${goneAfter} steps`;
    const last = x.length - 1;
    return `${label} ends at ${quantity(nth(x, last))}, ${quantity(nth(y, last))} with loss ${quantity(nth(losses, last))} and trace ${quantity(curvatures[last]?.trace ?? Number.NaN)}`;
  });
  return `Paths over a loss of two weights from ${quantity(values.vx)}, ${quantity(values.vy)}. ${ends.join('; ')}.`;
}

const limited = (value: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, value));
/** As many digits as a hand can set. */
const tidy = (value: number) => Number(value.toFixed(3));
