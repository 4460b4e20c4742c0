import { useEffect, useEffectEvent } from 'react';
import { type Exploration, runsOf, subjectOf } from '../../core/protocol/explorations';
import type { Finding } from '../../core/protocol/findings';
import { type GroupState, isBegun, isGoing } from '../../store/group';
import { divergedStep } from '../../store/shown';
import { usePageState, useTools } from '../pageContext';

export interface Findings<F> {
  /** What was found for each question, if it ever was. */
  readonly found: readonly (F | undefined)[];
  /**
   * `none`: nothing is trained here whose weights could be moved · `training`: measured when it pauses · `asked`: under way ·
   * `due`: waits to be asked for · `done`
   */
  readonly state: 'none' | 'training' | 'asked' | 'due' | 'done';
  /** Milliseconds that it may take, where that is known. */
  readonly ms: number | null;
  ask(): void;
}

/** Measurements that may be made unasked: as short as nobody minds waiting. */
const UNASKED_MS = 4000;

/**
 * Answers to questions of the stage. Where training stands still they are asked anew by themselves, unless that would take long; while it
 * goes on the last answers stay, and say their step.
 *
 * @param asked    a question per subject.
 * @param passes   forward passes over a member's splits that they take together, for the time.
 */
export function useFindings<F extends Finding>(asked: readonly Exploration[], passes: number): Findings<F> {
  const { page } = useTools();
  const group = usePageState((state) => state.group);
  const isRecorded = usePageState((state) => state.recorded !== null);
  const perMeasurement = usePageState((state) => state.msPerMeasurement);
  const found = asked.map((one) => fitting<F>(group, one));
  // Of a run that diverged there is nothing to be found.
  const missing = asked.filter(
    (one, place) => stepOf(found[place]) !== group?.step && runsOf(one).every((run) => divergedStep(group, run) === null),
  );
  const canBe = group !== null && !isRecorded && group.phase !== 'failed' && isBegun(group);
  const isStill = canBe && !isGoing(group);
  const isUnderWay = group?.measuring?.what === 'view';
  const ms = perMeasurement === null ? null : passes * perMeasurement;
  const isCheap = ms !== null ? ms <= UNASKED_MS : (group?.facts?.parameters ?? Number.POSITIVE_INFINITY) < 20_000;
  // Asked once where the runs stand: what is given up is not asked for again.
  const key = isStill && isCheap && missing.length > 0 ? `${group.id} ${group.step} ${JSON.stringify(asked)}` : '';
  const ask = () => page.explore(missing);
  const askUnasked = useEffectEvent(ask);
  useEffect(() => {
    if (key !== '') askUnasked();
  }, [key]);
  const state = !canBe ? 'none' : isUnderWay ? 'asked' : !isStill ? 'training' : missing.length === 0 ? 'done' : 'due';
  return { found, state, ms, ask };
}

/** What was found for a question, as far as it is about the same. */
function fitting<F extends Finding>(group: GroupState | null, asked: Exploration): F | undefined {
  const finding = group?.findings.get(subjectOf(asked));
  if (finding?.asked.what === 'shake' && asked.what === 'shake' && finding.asked.draw !== asked.draw) return undefined;
  return finding as F | undefined;
}

/** The step that a finding is of; the later one where it is of two. */
export function stepOf(finding: Finding | undefined): number | undefined {
  if (!finding) return undefined;
  if ('members' in finding) return Math.max(...finding.members.map(({ step }) => step));
  return 'lines' in finding ? Math.max(...finding.lines.flatMap(({ steps }) => steps)) : finding.step;
}
