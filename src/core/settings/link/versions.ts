/**
 * Words of links as earlier versions meant them, where they mean something else now: a link that was shared keeps its meaning.
 *
 * Version 2 (since November 2026): presets of LETS, AE-SAM and BiSAM have all the methods their tables compare, and the seeds and values their
 * papers state; LookSAM starts from α 0.6, LETS-ASAM in ASAM's own ball, the universal class of one's own from half of Frob-SAM's λ.
 *
 * Version 3 (since November 2026): R-SAM is what its authors' code does; before, it was put together from what other papers quote.
 *
 * Version 4 (since December 2026): a run may have a length of its own, as SGD has in BiSAM's rows.
 */
import { choosePart, type PartChoice, type PartChoices } from '../../sam/partChoices';
import { partsOf } from '../../sam/recipes';
import type { SlotName } from '../../sam/slotNames';
import type { Chosen } from '../entry';
import type { Experiment, RunSettings } from '../experiment';
import { startingPart } from '../runs';

/** Version of the newest words. A change of grammar, or of what a word means, raises it and adds to this file. */
export const LINK_VERSION = 4;

const BISAM_NOISE = (rho: string) =>
  `algos=sgd,sam(rho=${rho}),bisam-tanh(rho=${rho}),bisam-log(rho=${rho}),esam(rho=${rho}),e-bisam(rho=${rho})`;

/** Words that a preset of version 1 did not need to say. The first that matches counts. */
const presetsOf1: readonly (readonly [RegExp, string])[] = [
  [/^lets-/, 'algos=sgd,ss-sam,looksam,sam,asam,lets-sam(letslr=1e-4),lets-asam(letslr=1e-4)'],
  [/^ae-.*-noise/, 'seeds=1&algos=sgd,sam,ss-sam,looksam(k=2),ae-sam,ae-looksam(lambda1=-1,lambda2=1)'],
  [/^ae-/, 'seeds=1&algos=sgd,sam,ss-sam,looksam,ae-sam,ae-looksam'],
  [/^bisam-.*-noise80$/, BISAM_NOISE('.02')],
  [/^bisam-.*-(cifar|noise)/, BISAM_NOISE('.05')],
  [/^bisam-resnet50-imagenet$/, 'wd=1e-4&smooth=0&algos=sgd,msam,msam-bisam'],
  [/^bisam-vit-b16$/, 'steps=843&every=281&algos=sgd,sam,bisam-log'],
  [/^bisam-bert-glue$/, 'seeds=1'],
];

/** Words over a preset of today that make it what it was in a version; '' where it is the same. */
export function presetWords(preset: string, version: number): string {
  return version >= 2 ? '' : (presetsOf1.find(([ids]) => ids.test(preset))?.[1] ?? '');
}

/** The runs of a preset of today as they were in a version: all of one length, before runs had their own. */
export function runsIn(version: number, runs: readonly RunSettings[]): readonly RunSettings[] {
  return version >= 4 ? runs : runs.map(({ length: _, ...run }) => run);
}

/** The parts that a run of `algorithm` started from in a version. */
export function partsIn(version: number, algorithm: string): PartChoices {
  const parts = partsOf(algorithm);
  if (version < 3 && algorithm === 'rsam')
    return {
      ...parts,
      point: choosePart('point', 'smoothed'),
      geometry: choosePart('geometry', 'smoothed'),
      radius: choosePart('radius', 'fixed'),
    };
  if (version >= 2) return parts;
  if (algorithm === 'lets-asam') return { ...parts, geometry: choosePart('geometry', 'filterwise') };
  if (algorithm === 'universal-sam') return { ...parts, descent: withValues('descent', parts.descent, { lambda: 0.005 }) };
  if (algorithm === 'looksam') return { ...parts, fallback: withValues('fallback', parts.fallback, { reuse: 0.7 }) };
  return parts;
}

/** Values of `slot` in a version when a link named its part, in an algorithm that had the parts `own`. */
export function startIn(version: number, own: PartChoices, slot: SlotName, kind: string): Chosen {
  const start = startingPart(own, slot, kind);
  const isOwn = own[slot].kind === kind;
  return version < 2 && slot === 'fallback' && kind === 'reuse' && !isOwn ? withValues(slot, start, { reuse: 0.7 }) : start;
}

function withValues<S extends SlotName>(slot: S, { kind, values }: Chosen, changed: Chosen['values']): PartChoice<S> {
  return choosePart(slot, kind, { ...values, ...changed });
}

/** The oldest version in which the link of `experiment` says what it says now: pages that were opened before know no newer one. */
export function versionOf({ preset, runs }: Experiment): number {
  if (runs.some(({ length }) => length !== undefined)) return 4;
  if (runs.some(({ algorithm }) => algorithm === 'rsam')) return 3;
  return presetWords(preset, 1) !== '' || runs.some(meansMoreSince1) ? 2 : 1;
}

function meansMoreSince1({ algorithm, parts }: RunSettings): boolean {
  return ['lets-asam', 'universal-sam', 'looksam'].includes(algorithm) || (parts.fallback.kind === 'reuse' && algorithm !== 'ae-looksam');
}
