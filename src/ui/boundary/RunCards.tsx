import { useRef, useState } from 'react';
import { setField } from '../../core/settings/edit';
import { factsOf } from '../../core/settings/refusals';
import { runLabels } from '../../core/settings/runLabels';
import { climbs } from '../../core/settings/runs';
import type { MemberState } from '../../store/state';
import { useCalm } from '../calm';
import { count, percent, setting } from '../format';
import { pinnedFirst } from '../../store/pins';
import { usePageState, useTools } from '../pageContext';
import { type RunStyle, runStyles } from '../palette';
import { PinIcon } from '../PinnedRows';
import { usePinnedRuns, useReferences } from '../references';
import { Swatch } from '../Swatch';
import { useDrawn } from '../useDrawn';
import { useFocusedRun } from '../useFocusedRun';
import { PinnedCards } from './PinnedCards';
import { usePictures } from './usePictures';
import { BoundaryCanvas } from './BoundaryCanvas';
import { latest, RunFigures } from './RunFigures';
import { Stalled } from './Stalled';
import './RunCards.css';

/** One card per run, side by side at one scale: its picture of the plane, and three figures. */
export function RunCards() {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const pinned = usePinnedRuns();
  const references = useReferences();
  const runs = pinnedFirst(runLabels(experiment), pinned);
  const isHeld = useHeld();
  const hasPictures = usePageState((state) => (state.group?.points.length ?? 0) > 0);
  return (
    <section className="run-cards" aria-label="Runs side by side" data-count={runs.length + references.length}>
      <PinnedCards />
      {runs.map(({ id, label, details }) => (
        <RunCard
          key={id}
          run={id}
          label={label}
          details={id === experiment.runs[0]?.id && details === '' ? 'baseline' : details}
          isPinned={pinned.has(id)}
          style={runStyles(experiment).get(id)}
        />
      ))}
      {isHeld && hasPictures ? <p className="run-cards-held">Calm: these pictures are redrawn when training pauses.</p> : null}
    </section>
  );
}

interface CardProps {
  readonly run: string;
  readonly label: string;
  readonly details: string;
  readonly isPinned: boolean;
  readonly style: RunStyle | undefined;
}

function RunCard({ run, label, details, isPinned, style }: CardProps) {
  const { page } = useTools();
  const card = useRef<HTMLElement>(null);
  const pictures = usePictures(run);
  const group = useDrawn(card, pictures.follow);
  const focused = useFocusedRun();
  const points = group?.points[0];
  const isHeld = useHeld();
  const newest = [...(group?.boundaries.values() ?? [])].find(({ member }) => member === `${run}/${points?.seed}`);
  const still = useStill(newest, group?.id, isHeld);
  const past = pictures.find(group);
  const boundary = past ?? still;
  // Before anything is known, room is kept for pictures of generated data.
  const known = usePageState((state) => state.group?.facts ?? null);
  const shown = usePageState((state) => state.group?.experiment ?? state.experiment);
  const isPlane = known === null && factsOf(shown)?.inputShape.length === 1;
  const hasNoise = Number(group?.experiment.data.values.noise ?? 1) > 0;
  const accuracy = latest(group?.history, run, 'testAccuracy');
  const parked = group?.members.find((member) => member.run === run && member.parkedAt !== null);
  return (
    <article ref={card} className="run-card" data-focused={run === focused} aria-label={label}>
      <h2 style={{ color: style?.text, borderColor: style?.color }}>
        <Swatch style={style} />
        <button type="button" className="run-card-name" onClick={() => page.focusRun(run)} title="Explain this algorithm">
          {label}
        </button>
        <span>
          {isPinned ? <PinIcon /> : null} {details}
        </span>
      </h2>
      {points ? (
        <div className="run-card-picture">
          <BoundaryCanvas
            boundary={boundary}
            points={points}
            label={`Regions that ${label} assigns to each class${past ? ` at step ${count(past.step)}` : ''}; wrongly labelled points are ringed squares. Clean accuracy ${percent(accuracy)}.`}
          />
          {past ? <span className="run-card-badge">step {count(past.step)}</span> : null}
        </div>
      ) : isPlane ? (
        <div className="boundary-canvas" />
      ) : null}
      {parked ? <Diverged member={parked} label={label} /> : <Stalled group={group} run={run} label={label} />}
      <RunFigures history={group?.history} run={run} hasNoise={hasNoise} />
    </article>
  );
}

/** Whether pictures stand still: while training, where calm is wanted. */
function useHeld(): boolean {
  const isTraining = usePageState(({ group }) => group?.phase === 'running' || group?.phase === 'preparing');
  return useCalm() && isTraining;
}

/** The newest value, or while it is held, the last one of the same group before that. */
function useStill<T>(newest: T, group: string | undefined, isHeld: boolean): T | undefined {
  const [still, setStill] = useState<{ readonly of: string | undefined; readonly value: T }>({ of: group, value: newest });
  if (!isHeld && (still.value !== newest || still.of !== group)) setStill({ of: group, value: newest });
  if (!isHeld) return newest;
  return still.of === group ? still.value : undefined;
}

/** Where and why a run ended before its time, and the usual way out. */
function Diverged({ member: { run, parkedAt, parkedFor }, label }: { readonly member: MemberState; readonly label: string }) {
  const { page } = useTools();
  const own = usePageState(({ experiment }) => experiment.runs.find(({ id }) => id === run)?.learningRate ?? null);
  const hasRadius = usePageState(({ experiment }) => experiment.runs.some((one) => one.id === run && climbs(one)));
  const shared = usePageState(({ experiment }) => experiment.training.lr);
  const gentler = Number(((own ?? shared) / 10).toPrecision(2));
  const retry = () => {
    page.edit(setField(page.store.getState().experiment, own === null ? 'training.lr' : `runs.${run}.lr`, gentler));
    page.reset();
    page.run();
  };
  return (
    <p className="run-card-parked">
      {label} diverged at step {count(parkedAt ?? 0)}: {parkedFor}. Usual cause: learning rate {setting(own ?? shared)}
      {hasRadius ? ', or the radius' : ''}.{' '}
      <button type="button" className="link-button" onClick={retry}>
        Start again at η {setting(gentler)}
      </button>
    </p>
  );
}
