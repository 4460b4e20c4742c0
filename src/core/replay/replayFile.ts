/** Replays one reference file, whichever of the known formats it has. */
import { isDiagnosticsFile } from '../diagnostics/replay/diagnosticsFile';
import { replayDiagnostics } from '../diagnostics/replay/replayDiagnostics';
import { Failure } from '../failures';
import type { Backend } from '../tensor/tensor';
import { compare, type Deviation, tolerances } from './compare';
import { NotBuilt } from './notBuilt';
import { replayCase } from './replayCase';
import { isLossFile, isScheduleFile, replayLosses, replaySchedules } from './replayTables';
import { isTrajectoryFile, type TrajectoryModel } from './trajectoryFile';

/** A case that ran, a case this build has no part for, or (null) a file in no known format. */
export type ReplayResult = Deviation | { readonly name: string; readonly notBuilt: string };

/**
 * Results case by case; null when the file is in no format this reader knows. A case that contradicts itself is one that
 * failed, with the reason, so that it hides no other. Throws a `Failure` when the device fails.
 */
export async function replayFile(file: unknown, backend: Backend): Promise<readonly ReplayResult[] | null> {
  const tolerance = tolerances[backend.name];
  if (!tolerance) throw new Error(`replay: no tolerance for backend “${backend.name}”`);
  if (isLossFile(file)) return replayLosses(file, backend, tolerance);
  if (isScheduleFile(file)) return replaySchedules(file);
  if (isDiagnosticsFile(file)) return replayDiagnostics(file, backend, tolerance);
  if (!isTrajectoryFile(file)) return null;
  const results: ReplayResult[] = [];
  for (const reference of file.cases) {
    try {
      const replayed = await replayCase(file, reference, backend);
      results.push(compare(reference, file.models[reference.model] as TrajectoryModel, replayed, tolerance));
    } catch (error) {
      if (error instanceof Failure || !(error instanceof Error)) throw error;
      results.push(error instanceof NotBuilt ? { name: reference.name, notBuilt: error.message } : unreadable(reference.name, error));
    }
  }
  return results;
}

function unreadable(name: string, { message }: Error): Deviation {
  const unknown = Number.POSITIVE_INFINITY;
  return { name, params: unknown, losses: unknown, norms: unknown, loose: unknown, looselyCompared: [], failures: [message], compared: 0 };
}
