import { useRef, useState } from 'react';
import { nth } from '../../core/numbers';
import type { Way } from '../../core/protocol/explorations';
import type { Shake } from '../../core/protocol/findings';
import { shortNames } from '../../store/shortNames';
import { BoundaryCanvas } from '../boundary/BoundaryCanvas';
import { useCards } from '../boundary/RunCards';
import { percent, signedPoints } from '../format';
import { usePageState } from '../pageContext';
import { Swatch } from '../runs/Swatch';
import { runStyles } from '../theme/palette';
import { fallSentence, share } from './falls';
import { LinePlot, type StageLine } from './LinePlot';
import { Phrases } from './Phrases';
import { StageNote } from './StageNote';
import { stepOf, useFindings } from './useFindings';

/** Lengths that are measured of a move; the pictures show the nearest. */
const LENGTHS = 13;
/** Fixed, so that a curve means the same at every refresh. */
const ACCURACY: readonly [number, number] = [0, 100];

/** All runs moved by the same share of their length: whose picture breaks first? */
export function ShakeView() {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const points = usePageState((state) => state.group?.points[0]);
  const [along, setAlong] = useState<Way>('random');
  const [draw, setDraw] = useState(1);
  const [place, setPlace] = useState(6);
  const styles = runStyles(experiment);
  const names = shortNames(experiment);
  const cards = useCards();
  const asked = cards.map(({ run }) => ({ what: 'shake', run, along, draw: along === 'random' ? draw : 1 }) as const);
  const findings = useFindings<Shake>(asked, 3 * LENGTHS * cards.length * experiment.training.seeds.length);
  const shakes = findings.found.filter((one) => one !== undefined);
  const [any] = shakes;
  const lengths = any?.lengths ?? Float64Array.from({ length: LENGTHS }, (_, at) => at / (along === 'random' ? 12 : 100));
  const length = nth(lengths, place);
  const reach = nth(lengths, LENGTHS - 1);
  const pointAt = (x: number) => setPlace(Math.min(LENGTHS - 1, Math.max(0, Math.round((x / (100 * reach)) * (LENGTHS - 1)))));
  const drag = useDrag(place, setPlace);
  return (
    <>
      <div className="run-cards stage-drag" data-count={cards.length} {...drag}>
        {cards.map(({ run, label, details, style }) => {
          const shake = shakes.find(({ asked: { run: of } }) => of === run);
          const picture = shake?.members[0]?.pictures[place];
          const accuracy = meanAt(shake, place);
          const lost = accuracy - meanAt(shake, 0);
          return (
            <article key={run} className="run-card" aria-label={`${label}, moved`}>
              <h2 style={{ color: style?.text, borderColor: style?.color }}>
                <Swatch style={style} />
                <b className="run-card-name">{label}</b>
                <span>{details}</span>
              </h2>
              {points ? (
                <div className="run-card-picture">
                  <BoundaryCanvas
                    boundary={picture}
                    points={points}
                    label={`Regions of ${label} with its weights moved by ${share(length)}. Clean accuracy ${percent(accuracy)}.`}
                  />
                </div>
              ) : null}
              <dl className="run-card-figures stage-figures">
                <div>
                  <dt>clean accuracy</dt>
                  <dd>{percent(accuracy)}</dd>
                </div>
                <div>
                  <dt>by the move</dt>
                  <dd>{Number.isFinite(lost) ? signedPoints(lost).replace(/ points?$/, '') : '—'}</dd>
                </div>
              </dl>
            </article>
          );
        })}
      </div>
      <div className="stage-controls">
        <label className="stage-slider">
          <span>
            Weights moved by <b>{share(length)}</b>
          </span>
          <input
            type="range"
            min={0}
            max={LENGTHS - 1}
            step={1}
            value={place}
            aria-valuetext={share(length)}
            onChange={(event) => setPlace(Number(event.target.value))}
          />
        </label>
        <div className="stage-choices" role="group" aria-label="Along">
          {(['random', 'climb'] as const).map((way) => (
            <button key={way} type="button" className="stage-choice" aria-pressed={way === along} onClick={() => setAlong(way)}>
              {way === 'random' ? 'a random direction' : 'each run’s own climb'}
            </button>
          ))}
          {along === 'random' ? (
            <button type="button" className="link-button stage-again" onClick={() => setDraw(draw + 1)} title={`Now number ${draw}`}>
              another direction
            </button>
          ) : null}
        </div>
      </div>
      {shakes.length > 0 ? (
        <div className="stage-below">
          <LinePlot
            label={`Clean accuracy against the length of the move. ${shakes.map((one) => `${names.get(one.asked.run)}: ${percent(meanAt(one, 0))} at rest, ${percent(meanAt(one, LENGTHS - 1))} at ${share(reach)}`).join('; ')}.`}
            x={lengths.map((one) => 100 * one)}
            lines={linesOf(shakes)}
            y={ACCURACY}
            below="length of the move, % of the weights’ length"
            beside="clean accuracy, %"
            names={names}
            styles={styles}
            at={100 * length}
            onPoint={pointAt}
          />
          <Phrases phrases={fallSentence(shakes, (run) => names.get(run) ?? run)} styles={styles} />
        </div>
      ) : null}
      <StageNote
        of={findings}
        step={stepOf(any)}
        cost={
          along === 'random'
            ? 'The same direction for all runs, each of its filters as long as the filter it moves; it counts as no step.'
            : 'Each run moves the way it would itself climb on 64 training samples, else along its gradient, all equally far.'
        }
      />
    </>
  );
}

/** The mean over seeds in front, each seed beneath it. */
function linesOf(shakes: readonly Shake[]): readonly StageLine[] {
  const seeds = shakes.flatMap(({ asked: { run }, members }) =>
    members.length > 1 ? members.map(({ testAccuracy }) => ({ run, values: testAccuracy, isSeed: true })) : [],
  );
  const means = shakes.map((shake) => ({
    run: shake.asked.run,
    values: Float64Array.from(shake.lengths, (_, place) => meanAt(shake, place)),
  }));
  return [...seeds, ...means];
}

function meanAt(shake: Shake | undefined, place: number): number {
  if (!shake) return Number.NaN;
  return shake.members.reduce((sum, { testAccuracy }) => sum + nth(testAccuracy, place), 0) / shake.members.length;
}

/** Pixels that a hand moves for one length. */
const STRIDE = 24;

/** A hand on the pictures pushes the weights: to the right further, to the left back. */
function useDrag(place: number, setPlace: (place: number) => void) {
  const from = useRef<{ readonly x: number; readonly place: number } | null>(null);
  return {
    onPointerDown(event: React.PointerEvent) {
      if (event.button !== 0) return;
      from.current = { x: event.clientX, place };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove({ clientX }: React.PointerEvent) {
      if (!from.current) return;
      const next = from.current.place + Math.round((clientX - from.current.x) / STRIDE);
      setPlace(Math.min(LENGTHS - 1, Math.max(0, next)));
    },
    onPointerUp: () => void (from.current = null),
    onPointerCancel: () => void (from.current = null),
  };
}
