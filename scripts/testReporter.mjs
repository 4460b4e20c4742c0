// How a test run is told: a line per file, a failure with its reason as it comes. What is said at the end goes to the file
// named in BASIN_TEST_SUMMARY, for `npm test`, or is told here.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { seconds, tellSummary } from './testSummary.mjs';

/** @implements {import('vitest/reporters').Reporter} */
export default class {
  /** Files that were planned and have not ended: when there is one at the end, a runner died. */
  pending = new Map();
  ended = [];
  retried = [];
  /** Output of tests, by file: told where the file fails, else a library's banner or a warning that a test provokes. */
  logs = new Map();

  onInit(vitest) {
    this.vitest = vitest;
  }

  onTestRunStart(specifications) {
    for (const { moduleId, project } of specifications) {
      this.pending.set(`${project.name} ${moduleId}`, relative(this.vitest.config.root, moduleId));
    }
    this.start = performance.now();
  }

  onTestCaseResult(test) {
    if (test.diagnostic()?.retryCount > 0) this.retried.push(nameOf(test));
    const { state, errors = [] } = test.result();
    if (state !== 'failed') return;
    console.log(`✗ ${nameOf(test)}`);
    for (const error of errors) this.vitest.logger.printError(error, { project: test.project });
  }

  onUserConsoleLog({ content, taskId }) {
    const path = this.vitest.state.idMap.get(taskId)?.file?.filepath;
    if (path === undefined) return;
    this.logs.set(path, (this.logs.get(path) ?? '') + content);
  }

  onTestModuleEnd(module) {
    this.pending.delete(`${module.project.name} ${module.moduleId}`);
    const counts = countsOf(module);
    const { duration, collectDuration, environmentSetupDuration } = module.diagnostic();
    const ms = duration + collectDuration + environmentSetupDuration;
    this.ended.push({ project: module.project.name, path: module.relativeModuleId, ms, ...counts });
    for (const error of module.errors()) this.vitest.logger.printError(error, { project: module.project });
    if (counts.failed > 0 && this.logs.has(module.moduleId)) console.log(this.logs.get(module.moduleId).slice(-4000));
    this.logs.delete(module.moduleId);
    const words = [
      `${counts.passed} passed`,
      ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
      ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
    ];
    console.log(
      `${counts.failed > 0 ? '✗' : '✓'} ${module.project.name}  ${module.relativeModuleId} (${words.join(', ')}, ${seconds(ms)})`,
    );
  }

  onTestRunEnd(modules, unhandled) {
    const counts = { passed: 0, failed: unhandled.length + this.pending.size, skipped: 0 };
    for (const { passed, failed, skipped } of this.ended) {
      counts.passed += passed;
      counts.failed += failed;
      counts.skipped += skipped;
    }
    for (const error of unhandled) this.vitest.logger.printError(error);
    const failures = [
      ...modules.flatMap((module) => [
        ...(module.errors().length > 0 ? [`${module.relativeModuleId}: ${reasonOf(module.errors())}`] : []),
        ...[...module.children.allTests('failed')].map((test) => `${nameOf(test)}: ${reasonOf(test.result().errors ?? [])}`),
      ]),
      ...unhandled.map((error) => `outside of any test: ${reasonOf([error])}`),
      ...[...this.pending.values()].map((path) => `${path}: its runner died before it ended`),
    ];
    const summary = { counts, files: this.ended, retried: this.retried, failures, ms: performance.now() - this.start };
    // `npm test` has more than one runner and tells them together.
    if (process.env.BASIN_TEST_SUMMARY) writeFileSync(process.env.BASIN_TEST_SUMMARY, JSON.stringify(summary));
    else tellSummary(summary);
  }
}

/** A file that cannot be loaded has no tests to fail, and counts as one. */
function countsOf(module) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    counts[state === 'passed' || state === 'failed' ? state : 'skipped']++;
  }
  if (counts.failed === 0 && module.state() === 'failed') counts.failed++;
  return counts;
}

function nameOf(test) {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

function reasonOf(errors) {
  return (errors[0]?.message ?? 'no reason was given').split('\n')[0];
}
