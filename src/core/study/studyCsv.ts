/** A study as a table for other programs: one row per point, of trainings that have ended. */
import { csvCell } from '../exports/trainingCsv';
import type { JobResult } from './jobResult';
import type { Study } from './jobs';

/** CSV as RFC 4180 has it: a column per setting, empty where a run does not have it, and the last value of every measurement. */
export function studyCsv({ axes, applies, labels, experiment, points }: Study, results: ReadonlyMap<string, JobResult>): string {
  const metrics = [...new Set([...results.values()].flatMap(({ measured }) => Object.keys(measured)))].filter((name) => name !== 'step');
  const head = ['run', 'algorithm', ...axes.map(({ key }) => key), 'seed', 'job', 'divergedAt', 'radius', 'step', ...metrics];
  const rows = points.flatMap(({ run, at, seed, job }) => {
    const result = results.get(job);
    if (!result) return [];
    const last = (name: string) => result.measured[name]?.at(-1) ?? '';
    const settings = axes.map(({ values }, axis) => (applies[run]?.[axis] ? (values[at[axis] ?? 0] ?? '') : ''));
    return [
      [
        labels[run] ?? '',
        experiment.runs[run]?.algorithm ?? '',
        ...settings,
        seed,
        job,
        result.divergedAt ?? '',
        result.lastStep.radius ?? '',
        last('step'),
        ...metrics.map(last),
      ],
    ];
  });
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}
