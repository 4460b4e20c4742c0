import { useEffect, useState } from 'react';
import type { ObservedStep } from '../../core/protocol/views';
import { type Frame, framesOf } from '../../core/sam/observation/tell';
import type { RunSettings } from '../../core/settings/experiment';
import { BoundaryCanvas } from '../boundary/BoundaryCanvas';
import { useCalm } from '../theme/calm';
import { quantity } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../theme/palette';
import { FrameLine } from './FrameLine';
import { StepFigure } from './StepFigure';

interface Props {
  readonly observed: ObservedStep;
  readonly run: RunSettings;
  readonly label: string;
  /** Makes the next step; null where there is none to make now. */
  readonly onNext: (() => void) | null;
}

/** Seconds per frame. */
const SPEEDS = [0.25, 0.5, 1, 2, 4];

const HALVES = [
  { value: 'ascent', label: 'Ascent only' },
  { value: 'descent', label: 'Descent only' },
  { value: 'whole', label: 'Whole step' },
] as const;

/** Plays the frames of an observed step; where things are to stand still, they stand side by side. */
export function Player({ observed, run, label, onNext }: Props) {
  const isCalm = useCalm();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const [half, setHalf] = useState<(typeof HALVES)[number]['value']>('whole');
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(!isCalm);
  const [speed, setSpeed] = useState(2);
  const [played, setPlayed] = useState(observed);
  if (played !== observed) {
    setPlayed(observed);
    setAt(0);
    setPlaying(!isCalm);
  }
  const all = framesOf(run.parts, experiment.optimizer, observed);
  const color = runStyles(experiment).get(run.id)?.color;
  // What comes before a half is drawn, faintly, and not told.
  const first = half === 'descent' ? all.findIndex((frame) => frame.half === 'descent') : 0;
  const chosen = all.filter((frame) => half === 'whole' || frame.half === half);
  const told = chosen.length > 0 ? chosen : all;
  const last = told.length - 1;
  const current = Math.min(at, last);
  const isMoving = isPlaying && !isCalm && current < last;
  useEffect(() => {
    if (!isMoving) return;
    const timer = setTimeout(() => setAt(current + 1), 1000 * speed);
    return () => clearTimeout(timer);
  }, [isMoving, current, speed]);
  useEffect(() => {
    const press = ({ key, target }: KeyboardEvent) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (by === undefined || isCalm || target instanceof HTMLSelectElement) return;
      setPlaying(false);
      setAt(Math.max(0, Math.min(last, current + by)));
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [isCalm, current, last]);
  const go = (to: number) => {
    setPlaying(false);
    setAt(Math.max(0, Math.min(last, to)));
  };
  const play = () => {
    if (current === last) setAt(0);
    setPlaying(!isMoving);
  };
  const figure = (index: number) => <StepFigure observed={observed} frames={all} current={first + index} color={color} runLabel={label} />;
  const frame = told[current] as Frame;
  return (
    <>
      {isCalm ? (
        <ol className="slow-stills">
          {told.map((still, index) => (
            <li key={still.key}>
              <h3>
                {index + 1}. {still.title}
              </h3>
              {figure(index)}
              <p className="slow-caption">{still.caption}</p>
              <FrameLine frame={still} hasNumbers />
            </li>
          ))}
        </ol>
      ) : (
        <div className="slow-stage">
          <figure>
            {figure(current)}
            <figcaption className="slow-caption" aria-live={isMoving ? 'off' : 'polite'}>
              <span className="visually-hidden">
                Frame {current + 1} of {told.length}, {frame.title}:{' '}
              </span>
              {frame.caption}
            </figcaption>
          </figure>
          <div className="slow-told">
            <ol className="slow-frames" style={{ color }}>
              {told.map((one, index) => (
                <li key={one.key} data-lit={index === current}>
                  <button type="button" aria-current={index === current ? 'step' : undefined} onClick={() => go(index)}>
                    <span>{index + 1}</span> {one.title}
                  </button>
                  <FrameLine frame={one} hasNumbers={index === current} />
                </li>
              ))}
            </ol>
          </div>
          <Prediction observed={observed} at={frame.at} label={label} />
        </div>
      )}
      <p className="slow-fine">{aboutPicture(observed)}</p>
      <div className="slow-controls">
        {isCalm ? null : (
          <>
            <button type="button" className="button" aria-label="Frame before" disabled={current === 0} onClick={() => go(current - 1)}>
              ◀
            </button>
            <button type="button" className="button slow-play" onClick={play}>
              {isMoving ? 'Pause' : current === last ? 'Play again' : 'Play'}
            </button>
            <button type="button" className="button" aria-label="Next frame" disabled={current === last} onClick={() => go(current + 1)}>
              ▶
            </button>
            <label className="slow-speed">
              <span>Seconds per frame</span>
              <select className="field" value={speed} onChange={({ target }) => setSpeed(Number(target.value))}>
                {SPEEDS.map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {seconds}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <fieldset className="slow-halves">
          <legend className="visually-hidden">What is shown</legend>
          {HALVES.map(({ value, label: name }) => (
            <button
              key={value}
              type="button"
              className="button"
              aria-pressed={half === value}
              onClick={() => {
                setHalf(value);
                setAt(0);
                setPlaying(true);
              }}
            >
              {name}
            </button>
          ))}
        </fieldset>
        <button type="button" className="button button-primary slow-next" disabled={onNext === null} onClick={() => onNext?.()}>
          Next step
        </button>
      </div>
    </>
  );
}

/** Predictions of the network at the frame's place, where the data is in the plane. */
function Prediction({ observed, at, label }: { readonly observed: ObservedStep; readonly at: Frame['at']; readonly label: string }) {
  const points = usePageState((state) => state.group?.points.find(({ seed }) => seed === observed.member.seed));
  const picture = observed.pictures.find((one) => one.at === at) ?? observed.pictures[0];
  if (!points || !picture) return null;
  const elsewhere = observed.happened.includes('climb') ? 'at w + ε' : 'at a point nearby';
  const place = { here: 'at w', elsewhere, next: 'after the step' }[picture.at];
  return (
    <figure className="slow-prediction">
      <BoundaryCanvas boundary={picture} points={points} label={`Regions that ${label} assigns to each class ${place}.`} />
      <figcaption>Predictions {place}</figcaption>
    </figure>
  );
}

/** Legend of the lines, the plane and its scale. */
function aboutPicture({ relief, spannedBy }: ObservedStep): string {
  if (!relief) return '';
  const losses = relief.losses.flat().filter(Number.isFinite);
  const range = `${quantity(Math.min(...losses))} to ${quantity(Math.max(...losses))} nats`;
  const scale = 'Gradients are drawn by their direction only, all else to scale; what leaves the picture looks shorter.';
  if (relief.y.length === 1) return `The loss of this mini-batch along ${spannedBy[0] ?? 'the step'}, ${range}. ${scale}`;
  return `Lines of equal loss of this mini-batch, ${range}, stronger lines higher, in the plane of ${spannedBy.join(' and ')}. ${scale}`;
}
