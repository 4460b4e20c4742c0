/** One step as a drawing: from w up to w + ε, and back home. */
export function OneStep({ color }: { readonly color: string | undefined }) {
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
        <circle cx="84" cy="46" r="40" fill="currentColor" fillOpacity="0.08" stroke="currentColor" strokeDasharray="3 3" />
        <path d="M84 46 54.500 23.900" stroke="currentColor" strokeWidth="2.200" />
        <path d="M52 22l3.500 8.600 4.200-5.600z" fill="currentColor" />
        <path d="M84 46c18 4 30 10 42 15" fill="none" stroke="var(--ink)" strokeWidth="1.600" />
        <path d="M131 63l-8-.7 2.800-5.400z" fill="var(--ink)" />
        <circle cx="84" cy="46" r="4" fill="var(--ink)" />
        <circle cx="52" cy="22" r="3.500" fill="currentColor" />
        <g fontSize="12">
          <text x="89" y="38" fill="var(--ink)">
            w
          </text>
          <text x="26" y="14" fill="currentColor">
            w + ε
          </text>
          <text x="60" y="46" fill="currentColor">
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
