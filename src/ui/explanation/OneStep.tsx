interface OneStepProps {
  readonly color: string | undefined;
  /** The ball is measured relative to the weights, of which the drawing has a larger one across. */
  readonly isRelative: boolean;
}

const W = { x: 84, y: 46 } as const;
/** Uphill in the drawing. */
const UPHILL = { x: -0.8, y: -0.6 } as const;

/** One step as a drawing: from w up to w + ε on the border of the ball, and from w the step. */
export function OneStep({ color, isRelative }: OneStepProps) {
  const ball = isRelative ? { x: 56, y: 24 } : { x: 40, y: 40 };
  // T²g/‖Tg‖, with T the half axes.
  const length = Math.hypot(ball.x * UPHILL.x, ball.y * UPHILL.y);
  const tip = { x: W.x + (ball.x ** 2 * UPHILL.x) / length, y: W.y + (ball.y ** 2 * UPHILL.y) / length };
  const angle = (180 / Math.PI) * Math.atan2(tip.y - W.y, tip.x - W.x);
  return (
    <figure className="one-step" style={{ color }}>
      <svg
        viewBox="0 0 288 120"
        role="img"
        aria-label="A step in the plane of weights: from w an arrow of length ρ climbs to w + ε; the gradient found there moves w towards the minimum."
      >
        <g fill="none" stroke="var(--line)">
          <ellipse cx="150" cy="64" rx="132" ry="50" />
          <ellipse cx="156" cy="66" rx="96" ry="35" />
          <ellipse cx="162" cy="68" rx="60" ry="21" />
          <ellipse cx="168" cy="69" rx="26" ry="9" />
        </g>
        <ellipse
          cx={W.x}
          cy={W.y}
          rx={ball.x}
          ry={ball.y}
          fill="currentColor"
          fillOpacity="0.08"
          stroke="currentColor"
          strokeDasharray="3 3"
        />
        <path d={`M${W.x} ${W.y}L${tip.x} ${tip.y}`} stroke="currentColor" strokeWidth="2.200" />
        <path d="M0 0l-9-3.500v7z" fill="currentColor" transform={`translate(${tip.x} ${tip.y}) rotate(${angle})`} />
        <path d="M84 46 124 60.300" fill="none" stroke="var(--ink)" strokeWidth="1.600" />
        <path d="M131 62.800l-8.900-.2 2.200-6z" fill="var(--ink)" />
        <circle cx={W.x} cy={W.y} r="4" fill="var(--ink)" />
        <circle cx={tip.x} cy={tip.y} r="3.500" fill="currentColor" />
        <g fontSize="12">
          <text x="89" y="38" fill="var(--ink)">
            w
          </text>
          <text x={tip.x - 26} y={tip.y - 8} fill="currentColor">
            w + ε
          </text>
          <text x={(W.x + tip.x) / 2 - 8} y={(W.y + tip.y) / 2 + 13} fill="currentColor">
            ρ
          </text>
          <text x="136" y="67" fill="var(--ink)" stroke="var(--page)" strokeWidth="4" paintOrder="stroke">
            −η∇L(w+ε)
          </text>
        </g>
      </svg>
    </figure>
  );
}
