import { count, percent } from '../format';
import type { Reference } from '../../store/pins';
import { usePageState } from '../pageContext';
import { PinIcon } from '../runs/PinnedRows';
import { drawnStyles, useReferences } from '../runs/references';
import { BoundaryCanvas } from './BoundaryCanvas';
import { pinnedFigure } from '../../store/shown';
import { useShown } from '../drawing/useShown';
import { RunFigures } from './RunFigures';

/** Cards of pinned runs of earlier groups, with their last pictures, and their figures at the step on screen, before those of the runs on screen. */
export function PinnedCards() {
  return useReferences().map((reference) => <PinnedCard key={reference.id} reference={reference} />);
}

/** One of them. */
export function PinnedCard({ reference }: { readonly reference: Reference }) {
  const { id, name, label, differs, picture, history, experiment: kept } = reference;
  const references = useReferences();
  const shown = useShown();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const style = drawnStyles(experiment, references).get(id);
  const accuracy = percent(pinnedFigure(shown, history, 'testAccuracy'));
  const details = differs.join(' · ') || 'before';
  return (
    <article className="run-card" data-reference="true" aria-label={`${label}, pinned`}>
      <h2 style={{ color: style?.text, borderColor: style?.color }}>
        <b className="run-card-name">{name}</b>
        <span title={details}>
          <PinIcon /> {details}
        </span>
      </h2>
      {picture ? (
        <div className="run-card-picture">
          <BoundaryCanvas
            boundary={picture.boundary}
            points={picture.points}
            label={`Regions that ${label}, pinned, assigned to each class at step ${count(picture.boundary.step)}. Clean accuracy ${accuracy}.`}
          />
          <span className="run-card-badge">step {count(picture.boundary.step)}</span>
        </div>
      ) : null}
      <RunFigures figure={(metric) => pinnedFigure(shown, history, metric)} hasNoise={kept.data.values.noise > 0} />
    </article>
  );
}
