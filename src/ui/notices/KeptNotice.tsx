import { presets } from '../../core/settings/presets';
import { runLabels } from '../../core/settings/runLabels';
import { whyNotYet } from '../../store/kept';
import type { PageState } from '../../store/state';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { Dismiss } from './Dismiss';
import { longestSteps } from '../../core/settings/lengths';

/** Names of runs that are said before the rest is counted. */
const MOST_NAMES = 3;

/** A run that an earlier visit was at: what it is, how far it came and when, and the ways from here. */
export function KeptNotice() {
  const { page } = useTools();
  const kept = usePageState((state) => state.kept);
  const why = usePageState(whyNotYet);
  if (!kept) return null;
  const { experiment, step, isEnded, at } = kept.run;
  const steps = longestSteps(experiment);
  const far = isEnded ? `all ${count(steps)} steps` : `step ${count(step)} of ${count(steps)}`;
  return (
    <div className="notice notice-kept" role="status">
      <p>
        {isEnded ? 'Finished results' : 'A run'} of an earlier visit {isEnded ? 'are' : 'is'} kept here: {whatOf(experiment)}, {far},{' '}
        {when(at)}. {why}
      </p>
      <button type="button" className="button" disabled={why !== null || kept.isComing} onClick={page.goOn}>
        {isEnded ? 'Show them' : 'Go on with it'}
      </button>
      <button type="button" className="button" onClick={page.discardKept}>
        Discard
      </button>
      <Dismiss onClick={page.dismissKept} />
    </div>
  );
}

/** `SGD, SAM and 4 more on Pinwheel, 20 % wrong labels`. */
function whatOf(experiment: PageState['experiment']): string {
  const names = runLabels(experiment).map(({ label }) => label);
  const rest = names.length - MOST_NAMES;
  const said = rest > 1 ? [...names.slice(0, MOST_NAMES), `${count(rest)} more`] : names;
  const list = said.length > 1 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : (said[0] ?? 'no run');
  const { seeds } = experiment.training;
  return `${list} on “${presets[experiment.preset]?.label ?? experiment.preset}”${seeds.length > 1 ? `, ${count(seeds.length)} seeds` : ''}`;
}

/** `today at 14:03`, `on 3 May 2026 at 14:03`. */
function when(at: number): string {
  const date = new Date(at);
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(date);
  if (date.toDateString() === new Date().toDateString()) return `today at ${time}`;
  return `on ${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(date)} at ${time}`;
}
