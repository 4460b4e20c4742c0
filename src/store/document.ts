/** Document of what is on screen: every number there is, with what computed it. */
import { startSentence } from '../core/checkpoints/checkpoint';
import { type Fingerprint, type TrainingDocument, trainingDocument } from '../core/exports/trainingDocument';
import type { History } from '../core/metrics/history';
import type { PageState } from './state';

/** Who computed what is on screen: this device, or whoever recorded it; null before a device is open. */
export function fingerprintOf(
  { recorded, backend }: Pick<PageState, 'recorded' | 'backend'>,
  here: { readonly userAgent: string; readonly date: string },
): Fingerprint | null {
  if (recorded) {
    const { version, adapter, date } = recorded;
    const sentence = 'Computed elsewhere and read from a record.';
    return {
      backend: recorded.backend,
      adapter,
      sentence,
      candidates: [],
      versions: version ? { basin: version } : {},
      userAgent: '',
      date,
    };
  }
  return backend && { ...backend, ...here };
}

/** The document of the group on screen; null before it has said a number. Cost: one pass over all numbers. */
export function documentOf(state: PageState, here: { readonly userAgent: string; readonly date: string }): TrainingDocument | null {
  const { group, recorded, opened } = state;
  const fingerprint = fingerprintOf(state, here);
  if (!group?.facts || !fingerprint || group.history.points === 0) return null;
  const { userAgent, date, ...report } = fingerprint;
  const { experiment, facts, history, gradientNorms, noticed, tunings, points, boundaries } = group;
  return trainingDocument({
    experiment,
    notices: [...(recorded && !opened ? [THINNED] : thinningNotices(history)), ...(group.weights ? [startSentence(group.weights)] : [])],
    report,
    userAgent,
    date,
    started: facts,
    history,
    diverged: group.members.flatMap((member) => (member.divergedAt === null ? [] : [{ member, step: member.divergedAt }])),
    gradientNorms,
    noticed,
    tunings,
    points,
    boundaries: [...boundaries.values()],
  });
}

/** Said in a document of training so long that not every row is kept. */
function thinningNotices(history: History): readonly string[] {
  const tables = [
    { rows: 'steps', thinning: history.thinning('steps') },
    { rows: 'measurements', thinning: history.thinning('measured') },
  ];
  return tables
    .filter(({ thinning }) => thinning > 1)
    .map(
      ({ rows, thinning }) =>
        `Older ${rows} are thinned: two rows stand for ${thinning} of them and hold the smallest and the largest number of each metric. Without the page, npm run train keeps every one.`,
    );
}

/** Said in a document of the recorded run that greets visitors. */
export const THINNED = 'This run was recorded with fewer rows and digits than were trained. Run it to save every number.';

/** `basin_moons-noisy_sgd-sam_s1-5_2024-01-31`: a file's name without its ending, of letters that every system allows. */
export function fileNameOf({ group, experiment: edited }: Pick<PageState, 'group' | 'experiment'>, date: string): string {
  const experiment = group?.experiment ?? edited;
  const { seeds } = experiment.training;
  const [first, last] = [Math.min(...seeds), Math.max(...seeds)];
  const runs = experiment.runs.map(({ algorithm }) => algorithm);
  const words = [
    'basin',
    experiment.preset,
    runs.join('-').slice(0, 60),
    first === last ? `s${first}` : `s${first}-${last}`,
    date.slice(0, 10),
  ];
  return words
    .filter(Boolean)
    .join('_')
    .replace(/[^\w.-]+/g, '-');
}
