// What `npm run train` says at its end, and the status it ends with. Node built-ins only.
import { STATUS } from '../command.mjs';

/**
 * Backend and versions, each run's end, means over seeds and comparisons, and last, where nobody overlooks it, what was noticed: a line each.
 *
 * @param document a training document (`core/exports/trainingDocument.ts`)
 * @param {readonly string[]} ignored what was said about the link at the beginning
 */
export function trainReport({ fingerprint, runs, noticed, accuracies, comparisons }, ignored = []) {
  return [
    `\n${fingerprint.sentence}`,
    ...runs.map(({ label, seed, divergedAt, summary }) => {
      const accuracy = `clean test accuracy ${summary.testAccuracy?.toFixed(1) ?? '–'} %`;
      return `${label.padEnd(24)} seed ${String(seed).padEnd(4)} ${divergedAt === null ? accuracy : `diverged at step ${divergedAt}`}`;
    }),
    ...accuracies
      .filter(({ seeds, diverged }) => seeds + diverged > 1)
      .map(({ label, seeds, diverged, mean, sd }) => {
        const left = diverged > 0 ? `, without ${diverged} that diverged` : '';
        const value = mean === null ? '–' : `${mean.toFixed(1)}${sd === null ? '' : ` ± ${sd.toFixed(1)}`} %`;
        return `${label.padEnd(24)} ${counted(seeds)}${left}: ${value}`;
      }),
    ...comparisons.map(({ label, against, step, againstStep, points, sd, margin, verdict, seeds, diverged }) => {
      const spread = seeds > 1 ? ` ± ${sd.toFixed(1)} (sd over ${seeds} seeds; 95 % interval ± ${margin.toFixed(1)})` : '';
      const ends = againstStep === undefined ? '' : `, each at its own end (steps ${step} and ${againstStep})`;
      const left = diverged > 0 ? `, without ${counted(diverged)} on which one of them diverged` : '';
      return `${label} − ${against}: ${signed(points)}${spread} points: ${verdict}${left}${ends}`;
    }),
    ...noticed.map(({ label, message, remedy }) => `${label}: ${message} ${remedy}`),
    ...ignored.map((sentence) => `Not followed: ${sentence}`),
  ];
}

/** @param {boolean} strict whether anything that was noticed is an error */
export function statusOf({ runs, noticed }, strict) {
  if (runs.some(({ divergedAt }) => divergedAt !== null)) return STATUS.diverged;
  return strict && noticed.length > 0 ? STATUS.noticed : STATUS.done;
}

const counted = (seeds) => `${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;

function signed(points) {
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
}
