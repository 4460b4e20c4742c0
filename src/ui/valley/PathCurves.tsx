import { nth } from '../../core/numbers';
import { useId, useMemo, useRef } from 'react';
import type { PlanePath } from '../../core/valley/walk';
import { useSize } from '../drawing/useCanvas';
import { count, quantity } from '../format';
import type { DrawnPath } from './paths';
import type { Playing } from './usePlay';
import { isInView, planeScene } from './scene';
import { curveLimits } from './curveLimits';

interface Reading {
  readonly title: string;
  readonly about: string;
  readonly of: (path: PlanePath, step: number) => number;
  /** Drawn through the curve. */
  readonly edge?: (playing: Playing) => number;
}

/** Measured at every point of a path, exactly. */
const readings: readonly Reading[] = [
  { title: 'Loss', about: 'without the noise of a mini-batch', of: ({ losses }, step) => nth(losses, step) },
  {
    title: 'λ max',
    about: 'largest curvature; plain descent bounces where it exceeds 2/η, the dashed line',
    of: ({ curvatures }, step) => curvatures[step]?.largest ?? Number.NaN,
    edge: ({ values }) => 2 / values.vlr,
  },
  { title: 'Trace', about: 'sum of both curvatures', of: ({ curvatures }, step) => curvatures[step]?.trace ?? Number.NaN },
  { title: '‖∇²L‖', about: 'Frobenius norm of the Hessian', of: ({ curvatures }, step) => curvatures[step]?.frobenius ?? Number.NaN },
  { title: 'Determinant', about: 'product of both curvatures', of: ({ curvatures }, step) => curvatures[step]?.determinant ?? Number.NaN },
];

interface PathCurvesProps {
  readonly playing: Playing;
  /** Step of the numbers; null for the end. */
  readonly step: number | null;
}

/** Loss and what is read off the Hessian, along every path. */
export function PathCurves({ playing, step }: PathCurvesProps) {
  return (
    <section className="valley-curves" aria-label={step === null ? 'At the ends of the paths' : `At step ${count(step)}`}>
      {readings.map((reading) => (
        <PathCurve key={reading.title} reading={reading} playing={playing} step={step} />
      ))}
    </section>
  );
}

const HEIGHT = 56;

function PathCurve({ reading, playing, step }: PathCurvesProps & { readonly reading: Reading }) {
  const { title, about, of, edge } = reading;
  const { drawn, loss, values } = playing;
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const clip = useId();
  const lines = useMemo(() => drawn.map((one) => ({ ...one, ...valuesOf(one, of) })), [drawn, of]);
  const [least, most, low, high] = useMemo(() => {
    const { frame } = planeScene(loss, 400, 300, 0);
    const seen = lines.flatMap(({ path: { x, y }, numbers }) =>
      [...numbers].filter((value, at) => Number.isFinite(value) && isInView(frame, [nth(x, at), nth(y, at)])),
    );
    const all = lines.flatMap(({ numbers }) => [...numbers]);
    return [Math.min(...seen), Math.max(...seen), ...curveLimits(seen, all)] as const;
  }, [lines, loss]);
  const last = Math.max(1, values.vsteps);
  const left = (at: number) => (at / last) * width;
  const top = (value: number) => 3 + (1 - (Math.min(2 * high - low, Math.max(2 * low - high, value)) - low) / (high - low)) * (HEIGHT - 6);
  const limit = edge?.(playing);
  const isShown = limit !== undefined && limit <= high && limit >= low;
  const at = (path: PlanePath) => Math.min(step ?? Number.POSITIVE_INFINITY, path.x.length - 1);
  return (
    <figure className="valley-curve">
      <figcaption title={about}>
        <b>{title}</b>
        <span>
          {[
            ...(limit === undefined ? [] : [`2/η = ${quantity(limit)}`]),
            ...(least < most ? [`${quantity(least)} to ${quantity(most)}`] : []),
          ].join(' · ')}
        </span>
      </figcaption>
      <div ref={box} className="valley-curve-plot" aria-hidden="true">
        <svg width={width} height={HEIGHT}>
          <clipPath id={clip}>
            <rect width={width} height={HEIGHT} />
          </clipPath>
          <line className="valley-zero" x1="0" x2={width} y1={top(0)} y2={top(0)} />
          {isShown ? <line className="valley-edge" x1="0" x2={width} y1={top(limit)} y2={top(limit)} /> : null}
          <g clipPath={`url(#${clip})`}>
            {lines.map(({ path: { algorithm }, style, numbers }) => (
              <path
                key={algorithm}
                className="valley-curve-line"
                style={{ stroke: style.color }}
                strokeDasharray={style.dash}
                d={`M${[...numbers].map((value, index) => `${left(index).toFixed(1)} ${top(value).toFixed(1)}`).join('L')}`}
              />
            ))}
            {step === null ? null : <line className="valley-cursor" x1={left(step)} x2={left(step)} y1="0" y2={HEIGHT} />}
          </g>
        </svg>
      </div>
      <ul>
        {drawn.map(({ path, label, style }) => (
          <li key={path.algorithm} style={{ color: style.text }}>
            <span>{label}</span> <b>{quantity(of(path, at(path)))}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function valuesOf({ path }: DrawnPath, of: Reading['of']): { readonly numbers: Float64Array } {
  return { numbers: Float64Array.from(path.x, (_, step) => of(path, step)) };
}
