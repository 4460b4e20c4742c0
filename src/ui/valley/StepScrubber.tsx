import { nth } from '../../core/numbers';
import { useEffect, useRef, useState } from 'react';
import { count, quantity } from '../format';
import { useMedia } from '../theme/useMedia';
import { usePageState } from '../pageContext';
import type { Playing } from './usePlay';

interface StepScrubberProps {
  readonly playing: Playing;
  readonly step: number;
  readonly onChange: (step: number) => void;
}

/** Seconds that playing a whole path takes. */
const WHOLE = 5;

/** Through the steps by hand, one by one, or by itself. */
export function StepScrubber({ playing, step, onChange }: StepScrubberProps) {
  const { vsteps } = playing.values;
  const isCalm = useMedia('(prefers-reduced-motion: reduce)');
  const calm = usePageState((state) => state.experiment.view.calm);
  const [isPlaying, setPlaying] = useState(false);
  const now = useRef(step);
  useEffect(() => {
    now.current = step;
  });
  useEffect(() => {
    if (!isPlaying) return;
    let frame = 0;
    let before: number | null = null;
    let rest = 0;
    const advance = (time: number) => {
      rest += before === null ? 0 : ((time - before) / 1000) * Math.max(4, vsteps / WHOLE);
      before = time;
      const whole = Math.floor(rest);
      rest -= whole;
      if (whole > 0) onChange(Math.min(vsteps, now.current + whole));
      if (now.current + whole >= vsteps) setPlaying(false);
      else frame = requestAnimationFrame(advance);
    };
    frame = requestAnimationFrame(advance);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, vsteps, onChange]);
  const by = (steps: number) => {
    setPlaying(false);
    onChange(Math.min(vsteps, Math.max(0, step + steps)));
  };
  const play = () => {
    if (step >= vsteps) onChange(0);
    setPlaying(!isPlaying);
  };
  return (
    <div className="valley-scrubber">
      <button type="button" className="button button-quiet" onClick={() => by(-1)} disabled={step === 0} aria-label="One step back">
        <Sign d="M10 3 5 8l5 5" />
      </button>
      {isCalm || calm ? null : (
        <button type="button" className="button button-quiet" onClick={play} aria-label={isPlaying ? 'Pause' : 'Walk through the steps'}>
          <Sign d={isPlaying ? 'M6 3v10M10 3v10' : 'M5 3l7 5-7 5z'} />
        </button>
      )}
      <button type="button" className="button button-quiet" onClick={() => by(1)} disabled={step >= vsteps} aria-label="One step on">
        <Sign d="M6 3l5 5-5 5" />
      </button>
      <input
        type="range"
        min={0}
        max={vsteps}
        value={step}
        aria-label="Step looked at"
        aria-valuetext={`Step ${count(step)} of ${count(vsteps)}`}
        onChange={({ target }) => {
          setPlaying(false);
          onChange(Number(target.value));
        }}
      />
      <output>
        Step <b>{count(step)}</b> of {count(vsteps)}
        <span>{climbInWords(playing, step)}</span>
      </output>
    </div>
  );
}

/** What the first path that climbs does there. */
function climbInWords({ drawn }: Playing, step: number): string {
  for (const { path, label } of drawn) {
    const footstep = path.footsteps[step];
    if (!footstep?.climbed) continue;
    const [x, y] = [nth(path.x, step), nth(path.y, step)];
    const length = Math.hypot(footstep.climbed[0] - x, footstep.climbed[1] - y);
    return `${label} climbs ${quantity(length)} to w + ε, and steps with the gradient found there: ‖u‖ = ${quantity(Math.hypot(...footstep.update))}`;
  }
  return '';
}

function Sign({ d }: { readonly d: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinejoin="round"
    >
      <path d={d} />
    </svg>
  );
}
