import { doubleAt } from '../../core/numbers';
import { useRef } from 'react';
import { Axes, BELOW, BESIDE } from '../charts/Axes';
import { across, down, type PlotFrame } from '../charts/frame';
import { domainOf } from '../charts/ticks';
import { useSize } from '../drawing/useCanvas';
import type { PathsProps } from './PathPlane';
import { farthestOff } from './planeFigure';

/** Pixels between the marks of two runs at one step. */
const APART = 3;

/** The loss at every stored point beside that at its foot in the plane, so that nobody trusts the picture blindly. */
export function PathLosses({ plane: { paths }, names, styles }: PathsProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height, letters } = useSize(box);
  const last = Math.max(...paths.map(({ steps }) => steps.at(-1) ?? 0));
  const values = paths.flatMap(({ losses, projected }) => [...losses, ...projected]);
  const domain = domainOf(values, { scale: 'log' }) ?? [0.1, 1];
  const frame: PlotFrame = {
    width,
    height,
    top: 8,
    right: 16,
    bottom: letters * BELOW,
    left: letters * BESIDE,
    x: [0, last],
    y: domain,
    scale: 'log',
    letters,
  };
  const level = (loss: number) => down(frame, Math.max(loss, domain[0]));
  const summary = paths
    .map((path) => `of ${names.get(path.member.run) ?? path.member.run} up to ${farthestOff(path).toFixed(1)}-fold`)
    .join(', ');
  return (
    <figure aria-label={`Loss at the points of the paths and at their feet in the plane by step. They differ ${summary}.`}>
      <div ref={box} className="chart-plot ground-strip">
        {width > 0 ? (
          <>
            <svg className="chart-lines" width={width} height={height} aria-hidden="true" fill="none">
              <Axes frame={frame} title="steps" />
              {paths.map(({ member: { run }, steps, losses, projected }, index) => (
                <g key={run} stroke={styles.get(run)?.color}>
                  {Array.from(steps, (step, point) => {
                    // Beside each other, or the runs would hide one another.
                    const left = across(frame, step) + APART * (index - (paths.length - 1) / 2);
                    const [there, foot] = [level(doubleAt(losses, point)), level(doubleAt(projected, point))];
                    if (![there, foot].every(Number.isFinite)) return null;
                    return (
                      <g key={step}>
                        <path d={`M${left} ${there}V${foot}`} strokeOpacity="0.5" />
                        <circle cx={left} cy={foot} r="2.5" className="ground-foot" />
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
        Loss by step, nats: <Sign /> at the weights themselves, <Sign isFoot /> at their foot in the plane, which is what the picture shows.
      </figcaption>
    </figure>
  );
}

/** A mark among words; no font draws both of them alike. */
function Sign({ isFoot = false }: { readonly isFoot?: boolean }) {
  return (
    <svg width="8" height="8" viewBox="-4 -4 8 8" role="img" aria-label={isFoot ? 'hollow' : 'filled'} stroke="currentcolor">
      <circle r="3" fill={isFoot ? 'none' : 'currentcolor'} />
    </svg>
  );
}
