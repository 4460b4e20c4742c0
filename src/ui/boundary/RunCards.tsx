import { setField } from '../../core/settings/edit';
import { type Gentler, gentlerSetting } from '../../core/settings/gentler';
import { runLabels } from '../../core/settings/runLabels';
import type { MemberState } from '../../store/group';
import { count, percent, setting } from '../format';
import { pinnedFirst } from '../../store/pins';
import { usePageState, useTools } from '../pageContext';
import { type RunStyle, runStyles } from '../theme/palette';
import { PinIcon } from '../runs/PinnedRows';
import { usePinnedRuns, useReferences } from '../runs/references';
import { Swatch } from '../runs/Swatch';
import { useFocusedRun } from '../runs/useFocusedRun';
import { PinnedCards } from './PinnedCards';
import { BoundaryCanvas } from './BoundaryCanvas';
import { divergedStep, figureOf, ownEnd, type Shown } from '../../store/shown';
import { RunFigures } from './RunFigures';
import { Stalled } from './Stalled';
import { useHeld, useRunPicture } from './useRunPicture';
import './RunCards.css';

/** One card per run, side by side at one scale: its picture of the plane, and three figures. */
export function RunCards() {
  const cards = useCards();
  const references = useReferences();
  return (
    <section className="run-cards" aria-label={RUNS_LABEL} data-count={cards.length + references.length}>
      <PinnedCards />
      {cards.map((card) => (
        <RunCard key={card.run} {...card} />
      ))}
      <HeldNote />
    </section>
  );
}

/** Heading of the place of the cards, whatever its shape. */
export const RUNS_LABEL = 'Runs side by side';

/** Subjects of the cards, in their order: what is pinned first. */
export function useCards(): readonly CardProps[] {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const pinned = usePinnedRuns();
  const styles = runStyles(experiment);
  return pinnedFirst(runLabels(experiment), pinned).map(({ id, label, details }) => ({
    run: id,
    label,
    details: id === experiment.runs[0]?.id && details === '' ? 'baseline' : details,
    isPinned: pinned.has(id),
    style: styles.get(id),
  }));
}

/** Why pictures stand still while training, where they do. */
export function HeldNote() {
  const isHeld = useHeld();
  const hasPictures = usePageState((state) => (state.group?.points.length ?? 0) > 0);
  return isHeld && hasPictures ? <p className="run-cards-held">Calm: these pictures are redrawn when training pauses.</p> : null;
}

interface CardProps {
  readonly run: string;
  readonly label: string;
  readonly details: string;
  readonly isPinned: boolean;
  readonly style: RunStyle | undefined;
  /** Goes to the explanation of this run; without it the run is chosen, and the explanation stands beside it. */
  readonly onExplain?: () => void;
}

/** One run: its name, its picture of the plane, what went wrong, and three figures. */
export function RunCard({ run, label, details, isPinned, style, onExplain }: CardProps) {
  const { page } = useTools();
  const focused = useFocusedRun();
  const { shown, points, boundary, isAwaited } = useRunPicture(run);
  const { group, step } = shown;
  const hasNoise = (group?.experiment.data.values.noise ?? 1) > 0;
  // Of another step than the figures, or of one that is not the last: then it says which.
  const at = shown.steps.get(run);
  const isOther = boundary?.step !== (at ?? step);
  const end = ownEnd(shown, run);
  const badge = boundary && (shown.isEarlier || isOther) ? `step ${count(boundary.step)}` : '';
  return (
    <article className="run-card" data-focused={run === focused} aria-label={label}>
      <h2 style={{ color: style?.text, borderColor: style?.color }}>
        <Swatch style={style} />
        <button type="button" className="run-card-name" onClick={onExplain ?? (() => page.focusRun(run))} title="Explain this algorithm">
          {label}
        </button>
        <span>
          {isPinned ? <PinIcon /> : null} {details}
        </span>
        {end === null ? null : (
          <span className="run-card-step" title="Its own end: runs here are not equally long">
            ended at {count(end)}
          </span>
        )}
        {/* What the figures are of, where no picture says it. */}
        {shown.isEarlier && isOther && at !== undefined && end === null ? (
          <span className="run-card-step">
            {boundary ? 'figures: ' : ''}step {count(at)}
          </span>
        ) : null}
      </h2>
      {points ? (
        <div className="run-card-picture">
          <BoundaryCanvas
            boundary={boundary}
            points={points}
            label={`Regions that ${label} assigns to each class${badge === '' ? '' : ` at ${badge}`}; wrongly labelled points are ringed squares. Clean accuracy ${percent(figureOf(shown, run, 'testAccuracy').mean)}.`}
          />
          {badge === '' ? null : <span className="run-card-badge">{badge}</span>}
        </div>
      ) : isAwaited ? (
        <div className="boundary-canvas" />
      ) : null}
      <RunTrouble run={run} label={label} shown={shown} />
      <RunFigures figure={(metric) => figureOf(shown, run, metric).mean} hasNoise={hasNoise} />
    </article>
  );
}

/** What went wrong with a run, and the way out; nothing where all is well. */
export function RunTrouble({ run, label, shown }: Pick<CardProps, 'run' | 'label'> & { readonly shown: Shown }) {
  const { group } = shown;
  const diverged = group?.members.find((member) => member.run === run && member.divergedAt !== null);
  if (!diverged) return <Stalled group={group} run={run} label={label} />;
  const { seeds } = figureOf(shown, run, 'testAccuracy');
  return <Diverged member={diverged} label={label} isWhole={divergedStep(group, run) !== null} seeds={seeds} />;
}

/** Where and why a run ended before its time, and the way out: a tenth of the setting that its numbers blame. */
function Diverged({
  member: { run, seed, divergedAt, divergedBecause },
  label,
  isWhole,
  seeds,
}: {
  readonly member: MemberState;
  readonly label: string;
  /** It did on every seed; else its figures are over those that are left. */
  readonly isWhole: boolean;
  readonly seeds: number;
}) {
  const { page } = useTools();
  // What it diverged with, whatever the form says since.
  const made = usePageState((state) => state.group?.experiment ?? state.experiment);
  const settings = made.runs.find(({ id }) => id === run);
  const notice = usePageState(({ group }) => group?.noticed.find((one) => one.about === run && one.code === 'not-finite'));
  const gentler = settings && gentlerSetting(settings, made.training, notice?.cause);
  const retry = ({ path, to }: Gentler) => {
    page.edit(setField(page.store.getState().experiment, path, to));
    page.reset();
    page.run();
  };
  return (
    <p className="run-card-diverged">
      {label} diverged {isWhole ? '' : `on seed ${seed} `}at step {count(divergedAt ?? 0)}: {divergedBecause}. {notice?.remedy}{' '}
      {isWhole || seeds === 0 ? null : `Its figures are of the other ${seeds === 1 ? 'seed' : `${seeds} seeds`}. `}
      {gentler ? (
        <button type="button" className="link-button" onClick={() => retry(gentler)}>
          Start again at {gentler.symbol} {setting(gentler.to)}
        </button>
      ) : null}
    </p>
  );
}
