import { useRef } from 'react';
import { ChartAxes } from '../charts/ChartAxes';
import { across, down, type Frame } from '../charts/frame';
import { domainOf } from '../charts/ticks';
import { useSize } from '../useCanvas';
import type { PathsProps } from './PathPlane';
import { farthestOff } from './planeFigure';

/** The loss at every stored point beside that at its foot in the plane, so that nobody trusts the picture blindly. */
export function PathLosses({ plane: { paths }, names, styles }: PathsProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height, letters } = useSize(box);
  const last = Math.max(...paths.map(({ steps }) => steps.at(-1) ?? 0));
  const values = paths.flatMap(({ losses, projected }) => [...losses, ...projected]);
  const domain = domainOf(values, { scale: 'log' }) ?? [0.1, 1];
  const frame: Frame = { width, height, top: 8, right: 12, bottom: 22, left: 40, x: [0, last], y: domain, scale: 'log', letters };
  const at = (step: number, loss: number) => [across(frame, step), down(frame, Math.max(loss, domain[0]))] as const;
  const said = paths
    .map((path) => `of ${names.get(path.member.run) ?? path.member.run} up to ${farthestOff(path).toFixed(1)}-fold`)
    .join(', ');
  return (
    <figure aria-label={`Loss at the points of the paths and at their feet in the plane by step. They differ ${said}.`}>
      <div ref={box} className="chart-plot ground-strip">
        {width > 0 ? (
          <>
            <ChartAxes frame={frame} />
            <svg className="chart-lines" width={width} height={height} aria-hidden="true" fill="none">
              {paths.map(({ member: { run }, steps, losses, projected }) => (
                <g key={run} stroke={styles.get(run)?.color}>
                  {Array.from(steps, (step, index) => {
                    const [left, there] = at(step, losses[index] as number);
                    const [, foot] = at(step, projected[index] as number);
                    if (![there, foot].every(Number.isFinite)) return null;
                    return (
                      <g key={step}>
                        <path d={`M${left} ${there}V${foot}`} strokeOpacity="0.5" />
                        <circle cx={left} cy={foot} r="3" className="ground-foot" />
                        <circle cx={left} cy={there} r="2.5" style={{ fill: styles.get(run)?.color }} />
                      </g>
                    );
                  })}
                </g>
              ))}
            </svg>
          </>
        ) : null}
      </div>
      <figcaption className="ground-words">
        By step, nats: ● loss at the weights themselves, ○ at their foot in the plane, which is what the picture shows.
      </figcaption>
    </figure>
  );
}
