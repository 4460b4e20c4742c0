import { coincidentSince } from '../../core/metrics/coincidence';
import { runLabels } from '../../core/settings/runLabels';
import { chooseKind } from '../../core/settings/edit';
import type { RunSettings } from '../../core/settings/experiment';
import { count } from '../format';
import { useTools } from '../pageContext';
import { useDrawn } from '../drawing/useDrawn';

/** Pairs that are said in full; more of them would push the pictures out of sight. */
const IN_SIGHT = 2;

/** Says so when two curves lie on each other, and why where that is known. */
export function CoincidenceNote() {
  const { page } = useTools();
  const group = useDrawn();
  if (!group) return null;
  const { runs } = group.experiment;
  const labels = new Map(runLabels(group.experiment).map(({ id, label }) => [id, label]));
  const pairs = runs.flatMap((run, place) => runs.slice(0, place).map((other) => [other, run] as const));
  const found = pairs.flatMap(([one, other]) => {
    const since = coincidentSince(group.history, one.id, other.id);
    return since === null ? [] : [{ one, other, since }];
  });
  const sentences = found.map(({ one, other, since }) => {
    const bound = tanhBound(one, other);
    return (
      <p key={`${one.id}${other.id}`} className="verdict-source">
        {labels.get(one.id)} and {labels.get(other.id)} coincide here since step {count(since)}
        {bound ? (
          <>
            : μα = 1 and the margins are far below 1/α, so the tanh bound equals cross-entropy to first order.{' '}
            <button
              type="button"
              className="link-button"
              onClick={() => page.edit(chooseKind(page.store.getState().experiment, `runs.${bound.id}.ascent`, 'bisam-log'))}
            >
              Climb −log instead
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

/** The run of the two that climbs the tanh bound with μα = 1, if the other climbs the loss itself from as far. */
function tanhBound(one: RunSettings, other: RunSettings): RunSettings | undefined {
  const [bound, plain] = one.parts.ascent.kind === 'bisam-tanh' ? [one, other] : [other, one];
  const { kind, values } = bound.parts.ascent;
  const isFirstOrder = kind === 'bisam-tanh' && Math.abs(Number(values.mu) * Number(values.alpha) - 1) < 1e-9;
  const climbsAlike =
    plain.parts.ascent.kind === 'ce' &&
    plain.parts.gate.kind !== 'never' &&
    plain.parts.radius.values.rho === bound.parts.radius.values.rho;
  return isFirstOrder && climbsAlike ? bound : undefined;
}
