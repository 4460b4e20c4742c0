import { coincidentSince } from '../../core/metrics/coincidence';
import { runLabels } from '../../core/settings/runLabels';
import { chooseKind } from '../../core/settings/edit';
import { resemblance } from '../../core/settings/resemblance';
import { count } from '../format';
import { useTools } from '../pageContext';
import { useShown } from '../drawing/useShown';

/** Pairs that are said in full; more of them would push the pictures out of sight. */
const IN_SIGHT = 2;

/** Says so when two curves lie on each other, and why where that is known. */
export function CoincidenceNote() {
  const { page } = useTools();
  const { group } = useShown();
  if (!group) return null;
  const { runs } = group.experiment;
  const labels = new Map(runLabels(group.experiment).map(({ id, label }) => [id, label]));
  const pairs = runs.flatMap((run, place) => runs.slice(0, place).map((other) => [other, run] as const));
  const found = pairs.flatMap(([one, other]) => {
    const since = coincidentSince(group.history, one.id, other.id);
    return since === null ? [] : [{ one, other, since }];
  });
  const sentences = found.map(({ one, other, since }) => {
    const known = resemblance(one, other);
    return (
      <p key={`${one.id}${other.id}`} className="verdict-source">
        {labels.get(one.id)} and {labels.get(other.id)} coincide here since step {count(since)}
        {known ? (
          <>
            : {known.because}.{' '}
            <button
              type="button"
              className="link-button"
              onClick={() => page.edit(chooseKind(page.store.getState().experiment, `runs.${known.run}.${known.slot}`, known.instead.kind))}
            >
              {known.instead.label}
            </button>
          </>
        ) : (
          '.'
        )}
      </p>
    );
  });
  if (sentences.length <= IN_SIGHT) return sentences;
  return (
    <details className="verdict-source">
      <summary>{sentences.length} pairs of runs coincide here.</summary>
      {sentences}
    </details>
  );
}
