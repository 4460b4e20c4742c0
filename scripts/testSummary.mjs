// What is said when tests have ended: where the time went, what was tried again, and failures in a short list.
const SLOWEST = 20;

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ project: string, path: string, ms: number }} TestFile
 * @typedef {{ counts: Counts, files: readonly TestFile[], retried: readonly string[], failures: readonly string[], ms: number }} Summary
 */

/**
 * Summaries of runners that ran beside each other, as one: the longest of them is how long it took.
 *
 * @param {readonly Summary[]} summaries
 * @returns {Summary}
 */
export function joinSummaries(summaries) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const one of summaries) for (const key of Object.keys(counts)) counts[key] += one.counts[key];
  return {
    counts,
    files: summaries.flatMap(({ files }) => files),
    retried: summaries.flatMap(({ retried }) => retried),
    failures: summaries.flatMap(({ failures }) => failures),
    ms: Math.max(0, ...summaries.map(({ ms }) => ms)),
  };
}

/** @param {Summary} summary printed to the terminal */
export function tellSummary({ files, retried, failures, ms }) {
  const slowest = files.toSorted((one, other) => other.ms - one.ms).slice(0, SLOWEST);
  console.log(
    `\nThe slowest files:\n${slowest.map((file) => `  ${seconds(file.ms).padStart(8)}  ${file.project}  ${file.path}`).join('\n')}`,
  );
  const projects = new Map();
  for (const file of files) projects.set(file.project, (projects.get(file.project) ?? 0) + file.ms);
  console.log('\nSeconds of files, by project (files run beside each other):');
  for (const [project, sum] of projects) console.log(`  ${seconds(sum).padStart(8)}  ${project}`);
  console.log(`  ${seconds(ms).padStart(8)}  in all, by the clock`);
  if (retried.length > 0) console.log(`\nPassed or failed at a further try:\n${retried.map((name) => `  ${name}`).join('\n')}`);
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ✗ ${line}`).join('\n')}`);
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
