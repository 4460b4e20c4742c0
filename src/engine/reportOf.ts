import type { BackendReport } from '../core/protocol/protocol';
import type { BackendReport as EngineReport } from './backend';

/** The part of a backend's report that people and exports need. */
export function reportOf(report: EngineReport): BackendReport {
  return {
    backend: report.chosen,
    adapter: report.adapter,
    sentence: report.sentence,
    candidates: report.candidates.map(({ name, adapter, software, admitted, reason, selfTest }) => ({
      name,
      adapter: adapter ?? '',
      software,
      admitted,
      reason,
      selfTestMs: selfTest ? Math.round(selfTest.ms) : null,
      selfTestError: selfTest ? Math.max(...selfTest.checks.map((check) => check.error)) : null,
    })),
    versions: { basin: __BASIN_VERSION__, tensorflow: '4.22.0' },
  };
}
