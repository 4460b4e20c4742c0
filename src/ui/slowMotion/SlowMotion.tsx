import { useEffect, useRef } from 'react';
import { runLabels } from '../../core/settings/runLabels';
import type { PageState } from '../../store/state';
import { Dialog } from '../dialogs/Dialog';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useFocusedRun } from '../runs/useFocusedRun';
import { Player } from './Player';
import './SlowMotion.css';
import { stepsOfRun } from '../../core/settings/lengths';

/** Inside one real step of the focused run, frame by frame. */
export function SlowMotion({ onClose }: { readonly onClose: () => void }) {
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const obstacle = usePageState(obstacleOf);
  const observed = usePageState((state) => state.group?.observed ?? null);
  const isObserving = usePageState((state) => (state.group?.observing ?? null) !== null);
  const isLarge = usePageState((state) => state.experiment.view.mode === 'present');
  const focused = useFocusedRun();
  const labels = runLabels(experiment);
  const run = experiment.runs.find(({ id }) => id === focused);
  const label = labels.find(({ id }) => id === run?.id)?.label ?? '';
  const shown = observed?.member.run === run?.id ? observed : null;
  const isDiverged = usePageState((state) => state.group?.members.find((member) => member.run === focused)?.divergedAt ?? null) !== null;
  const canStep = obstacle === null && !isDiverged;
  const wanted = canStep && !shown && !isObserving ? run?.id : undefined;
  const asked = useRef('');
  useEffect(() => {
    // Asked once by itself: what does not come then is asked for by hand.
    if (wanted === undefined || asked.current === wanted) return;
    asked.current = wanted;
    page.observe(wanted);
  }, [wanted, page]);
  if (!run) return null;
  const next = () => page.observe(run.id);
  return (
    <Dialog title="Inside one step" onClose={onClose} size="wide">
      <div className="slow" data-large={isLarge}>
        <div className="slow-head">
          <label className="slow-run">
            <span className="visually-hidden">Run</span>
            <select
              className="field"
              value={run.id}
              onChange={({ target }) => page.focusRun(target.value)}
              style={{ color: runStyles(experiment).get(run.id)?.text }}
            >
              {labels.map(({ id, label: name, details }) => (
                <option key={id} value={id}>
                  {name} {details}
                </option>
              ))}
            </select>
          </label>
          <p>
            {shown ? `Step ${count(shown.step + 1)} of ${count(stepsOfRun(experiment, run.id))}, seed ${shown.member.seed}` : ''}
            <span>A real step of this run: looking changes no number of it.</span>
          </p>
        </div>
        {shown ? <Player observed={shown} run={run} label={label} onNext={canStep && !isObserving ? next : null} /> : null}
        {isObserving && !shown ? <p className="slow-nothing">Making the next step…</p> : null}
        {isDiverged ? <p className="slow-nothing">{label} has diverged: it makes no more steps. Choose another run, or reset.</p> : null}
        {obstacle ? (
          <p className="slow-nothing">
            {obstacle.sentence}{' '}
            <button
              type="button"
              className="button"
              onClick={() => {
                if (obstacle.isOver) page.reset();
                next();
              }}
            >
              {obstacle.remedy}
            </button>
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

interface Obstacle {
  readonly sentence: string;
  readonly remedy: string;
  /** Starts over what is on screen and was trained here. */
  readonly isOver: boolean;
}

const RECORDED: Obstacle = {
  sentence: 'These runs were recorded on another machine. Look inside a step that is made here: it takes the place of the recording.',
  remedy: 'Make the first step',
  isOver: false,
};
const NOTHING: Obstacle = { sentence: 'Nothing is being trained.', remedy: 'Make the first step', isOver: false };
const ENDED: Obstacle = {
  sentence: 'All steps have been made. To look inside the first one, training starts again with the same first weights.',
  remedy: 'Back to step 0',
  isOver: true,
};

/** Why no step can be made as things are, and what to do about it; null where one can. */
function obstacleOf({ group, recorded }: PageState): Obstacle | null {
  if (recorded !== null) return RECORDED;
  if (group === null || group.phase === 'failed') return NOTHING;
  return group.phase === 'ended' ? ENDED : null;
}
