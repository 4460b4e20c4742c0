import { stalledFor } from '../../core/metrics/stalled';
import { setField } from '../../core/settings/edit';
import type { RunSettings } from '../../core/settings/experiment';
import { radiusRange } from '../../core/settings/radiusRange';
import { fixedRadius } from '../../core/settings/runs';
import { factsAbout } from '../../store/facts';
import type { GroupState } from '../../store/group';
import { count, setting } from '../format';
import { usePageState, useTools } from '../pageContext';

/** Says that a run has learned nothing for long, with the usual cause and the way out. */
export function Stalled({ group, run, label }: { readonly group: GroupState | null; readonly run: string; readonly label: string }) {
  const { page } = useTools();
  const datasets = usePageState((state) => state.datasets);
  const settings = group?.experiment.runs.find(({ id }) => id === run);
  const facts = group && factsAbout({ experiment: group.experiment, datasets });
  if (!group || !settings || !facts) return null;
  const samples = Math.min(facts.trainCount, group.experiment.training.most);
  const steps = stalledFor(group.history, run, facts.classes, samples);
  if (steps === null) return null;
  const cause = causeOf(settings, group.experiment.training.lr);
  const retry = ({ path, value }: Remedy) => {
    page.edit(setField(page.store.getState().experiment, path, value));
    page.reset();
    page.run();
  };
  return (
    <p className="run-card-diverged">
      {label} has not moved from chance for {count(steps)} steps; {cause.words}{' '}
      {cause.remedy ? (
        <button type="button" className="link-button" onClick={() => cause.remedy && retry(cause.remedy)}>
          Try {setting(cause.remedy.value)}
        </button>
      ) : null}
    </p>
  );
}

interface Remedy {
  readonly path: string;
  readonly value: number;
}

/** Learning rates beyond which plain descent usually learns nothing, or not within a few hundred steps. */
const LARGE_RATE = 0.5;
const SMALL_RATE = 0.01;

/** Usual cause that keeps a run with these settings at chance: its radius where that is beyond its band, else its learning rate. */
export function causeOf(run: RunSettings, sharedRate: number): { readonly words: string; readonly remedy: Remedy | null } {
  const rho = fixedRadius(run);
  const most = radiusRange(run)?.band[1];
  if (most !== undefined && rho !== undefined && rho > most)
    return {
      words: `ρ\u00a0=\u00a0${setting(rho)} is usually too large here.`,
      remedy: { path: `runs.${run.id}.radius.rho`, value: most },
    };
  const rate = run.learningRate ?? sharedRate;
  const path = run.learningRate === null ? 'training.lr' : `runs.${run.id}.lr`;
  if (rate > LARGE_RATE) return { words: `η\u00a0=\u00a0${setting(rate)} is usually too large.`, remedy: { path, value: tenth(rate) } };
  if (rate < SMALL_RATE) return { words: `η\u00a0=\u00a0${setting(rate)} is usually too small.`, remedy: { path, value: 10 * rate } };
  return { words: 'change its learning rate or radius, or give it a larger network.', remedy: null };
}

const tenth = (value: number): number => Number((value / 10).toPrecision(2));
