import type { Measuring } from '../../core/protocol/views';
import { runLabels } from '../../core/settings/runLabels';
import { shortNames } from '../../store/shortNames';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { runStyles } from '../theme/palette';
import { PathLosses } from './PathLosses';
import { PathPlane } from './PathPlane';
import { PathTable } from './PathTable';
import './Landscape.css';

/** The paths of all runs in the plane that holds most of them, over the loss there, drawn on request; and how far that is from the truth. */
export function Paths() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const plane = usePageState((state) => state.group?.lossPlane ?? null);
  const measuring = usePageState((state) => (state.group?.measuring?.what === 'plane' ? state.group.measuring : null));
  const isTrained = usePageState(({ group, recorded }) => group !== null && recorded === null && group.phase !== 'failed');
  const names = shortNames(experiment);
  const styles = runStyles(experiment);
  const place = (run: string) => runLabels(experiment).findIndex(({ id }) => id === run);
  const found =
    plane && plane !== 'none'
      ? { ...plane, paths: [...plane.paths].sort((one, other) => place(one.member.run) - place(other.member.run)) }
      : null;
  return (
    <section className="ground" aria-labelledby="paths-caption">
      <h3 id="paths-caption" className="norms-caption">
        The paths of all runs <span>in the plane that holds most of them, over the loss there</span>
      </h3>
      <p className="ground-ask">
        <button type="button" className="button" disabled={!isTrained || measuring !== null} onClick={page.slice}>
          Draw the paths
        </button>
        {measuring ? (
          <Progress measuring={measuring} />
        ) : (
          <span>
            {!isTrained
              ? 'Press Run first: only what is trained here has left a path.'
              : plane === 'none'
                ? 'The weights kept so far lie on one line, which is no plane. Make some more steps, then draw again.'
                : 'Where did they part, and do they end in one valley? Costs up to 570 forward passes of 64 samples, counted for no run; training waits.'}
          </span>
        )}
      </p>
      {found ? (
        <>
          <div className="ground-found">
            <PathPlane plane={found} names={names} styles={styles} />
            <PathLosses plane={found} names={names} styles={styles} />
          </div>
          <PathTable plane={found} experiment={experiment} styles={styles} />
          <p className="ground-words">
            Weights of the first seed, at most 64 points, from the start that all runs share. A diverged run is left out; so is the way up
            to a snapshot that training went on from.
          </p>
        </>
      ) : null}
    </section>
  );
}

function Progress({ measuring: { done, planned } }: { readonly measuring: Measuring }) {
  const { page } = useTools();
  return (
    <span className="ground-progress">
      <progress className="progress-track" max={planned} value={done} aria-label="Losses measured" />
      <span>
        {count(done)} of {count(planned)} losses. Training waits.
      </span>
      <button type="button" className="link-button" onClick={page.stopMeasuring}>
        Cancel
      </button>
    </span>
  );
}
