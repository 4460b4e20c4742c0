// A study's folder as lines for a terminal: what was found so far, and what is missing.
import { readdirSync } from 'node:fs';
import { claimed, readResult, readStudyFile } from './folder.mjs';

/**
 * Results of a folder that can be read, by job, and why others cannot.
 *
 * @param {(path: string) => Promise<any>} load
 */
export async function resultsIn(folder, ids, load) {
  const { readJobResult } = await load('src/core/study/jobResult.ts');
  const results = new Map();
  const illegal = [];
  for (const id of ids) {
    const text = readResult(folder, id);
    if (text === undefined) continue;
    const read = readJobResult(text, id);
    if ('illegal' in read) illegal.push(`${id}.json: ${read.illegal}`);
    else results.set(id, read.result);
  }
  return { results, illegal };
}

/** The study of a folder, as `core/study/jobs.ts` reads it. */
export async function studyOf(folder, load) {
  const { decode } = await load('src/core/settings/link.ts');
  const { readStudy } = await load('src/core/study/jobs.ts');
  const asked = readStudyFile(folder);
  const read = readStudy(decode(asked.link).experiment);
  if ('illegal' in read) throw new Error(`${folder}/study.json: ${read.illegal}`);
  return { asked, study: read.study };
}

/** A line per point, then the best of every run and how they compare. */
export async function showStudy(folder, load) {
  const { study } = await studyOf(folder, load);
  const { results, illegal } = await resultsIn(
    folder,
    study.jobs.map(({ id }) => id),
    load,
  );
  return [...tableLines(study, results, (await load('src/core/study/table.ts')).studyTable), ...illegal.map((line) => `Left out: ${line}`)];
}

export function tableLines(study, results, studyTable) {
  const { cells, best, comparisons } = studyTable(study, results);
  const { axes, labels } = study;
  const where = ({ run, at }) =>
    [labels[run], ...axes.flatMap(({ key, values }, axis) => (study.applies[run][axis] ? [`${key} ${values[at[axis]]}`] : []))].join(' ');
  const seen = new Set();
  const ordered = cells.toSorted((one, other) => one.run - other.run || compareAt(one.at, other.at));
  return [
    ...ordered.flatMap((cell) => {
      const name = where(cell);
      // A run without the setting stands once.
      if (seen.has(name)) return [];
      seen.add(name);
      return [`${name.padEnd(36)} ${figures(cell)}`];
    }),
    ...best.map(
      ({ cell, by }) =>
        `Best ${by === 'validation' ? 'on validation' : 'on test (there are no validation samples)'}: ${where(cell)}, ${figures(cell)}`,
    ),
    ...comparisons.map(({ run, against, points, sd, margin, seeds, verdict }) => {
      const spread = seeds > 1 ? ` ± ${sd.toFixed(1)} (sd over ${seeds} seeds; 95 % interval ± ${margin.toFixed(1)})` : '';
      return `${labels[run]} − ${labels[against]}, best against best: ${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}${spread} points: ${seeds === 1 && verdict === 'on these seeds' ? 'on this seed' : verdict}`;
    }),
  ];
}

const compareAt = (one, other) => one.reduce((order, place, axis) => order || place - other[axis], 0);

function figures({ accuracies, mean, sd, diverged, missing }) {
  const spread = Number.isFinite(sd) ? ` ± ${sd.toFixed(1)}` : '';
  return [
    accuracies.size > 0 ? `${mean.toFixed(1)}${spread} % (${accuracies.size} ${accuracies.size === 1 ? 'seed' : 'seeds'})` : '–',
    ...(diverged > 0 ? [`${diverged} diverged`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
  ].join(', ');
}

/** How every job of a folder stands: `done`, `diverged`, `running`, `failed`, `waiting`; with the reason of a failure. */
export async function statesIn(folder, load) {
  const { jobs } = readStudyFile(folder);
  const ids = jobs.map(([id]) => id);
  const { results, illegal } = await resultsIn(folder, ids, load);
  const names = new Set(readdirSync(folder));
  const running = new Set(claimed(folder));
  const stateOf = (id) => {
    const result = results.get(id);
    if (result) return result.divergedAt === null ? 'done' : 'diverged';
    if (running.has(id)) return 'running';
    return names.has(`${id}.failed`) ? 'failed' : names.has(`${id}.checkpoint`) ? 'stopped' : 'waiting';
  };
  return { states: new Map(ids.map((id) => [id, stateOf(id)])), illegal };
}
