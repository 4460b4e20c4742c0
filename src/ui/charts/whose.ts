/** Which runs have which numbers, told from their parts before the first of them comes: a board that grows charts while training would jump. */
import type { RunSettings } from '../../core/settings/experiment';
import { climbs } from '../../core/settings/runs';

export type Whose = (run: RunSettings) => boolean;

/** Random points around w instead of a climb. */
export const samplesAround: Whose = (run) => climbs(run) && ['universal', 'frobenius'].includes(run.parts.descent.kind);
/** There is an ε that somebody climbed. */
export const hasClimb: Whose = (run) => climbs(run) && !samplesAround(run) && run.parts.descent.kind !== 'noise';
/** Some steps climb and some do not. */
export const isGated: Whose = (run) => !['always', 'never'].includes(run.parts.gate.kind);
export const isAdaptive: Whose = (run) => run.parts.gate.kind === 'adaptive';
/** The radius is learned (LETS). */
export const learnsRadius: Whose = (run) => hasClimb(run) && run.parts.radius.kind === 'lets';
export const remembers: Whose = (run) => hasClimb(run) && run.parts.fallback.kind === 'reuse';
/** The gradient that descends is split along ĝ (GSAM). */
export const isSplit: Whose = (run) => hasClimb(run) && run.parts.descent.kind === 'gsam';
export const hasRegularizer: Whose = (run) => climbs(run) && run.parts.descent.kind === 'universal';
export const hasCovariance: Whose = (run) => climbs(run) && run.parts.descent.kind === 'frobenius';
/** Both passes see the same samples, so that turned predictions can be counted. */
export const countsFlips: Whose = (run) => hasClimb(run) && run.parts.selection.kind === 'all';
/** The climb goes another way than SAM’s from the same place. */
export const climbsElsewhere: Whose = (run) =>
  hasClimb(run) &&
  (run.parts.ascent.kind !== 'ce' ||
    run.parts.geometry.kind !== 'l2' ||
    run.parts.mask.kind !== 'none' ||
    run.parts.point.kind !== 'params');
