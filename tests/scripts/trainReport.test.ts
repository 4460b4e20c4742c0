import { expect, it } from 'vitest';
import { statusOf, trainReport } from '../../scripts/train/report.mjs';

const run = (label: string, seed: number, accuracy: number, divergedAt: number | null = null) => ({
  label,
  seed,
  divergedAt,
  summary: { testAccuracy: divergedAt === null ? accuracy : null },
});
const document = {
  fingerprint: { sentence: 'WebAssembly.' },
  runs: [run('SGD', 1, 80), run('SGD', 2, 82), run('SAM', 1, 85), run('SAM', 2, 0, 7)],
  accuracies: [
    { label: 'SGD', seeds: 2, diverged: 0, mean: 81, sd: 1.4142 },
    { label: 'SAM', seeds: 1, diverged: 1, mean: 85, sd: null },
  ],
  comparisons: [
    { label: 'SAM', against: 'SGD', step: 10, seeds: 1, diverged: 1, points: 5, sd: null, margin: null, verdict: 'on this seed' },
  ],
  noticed: [{ label: 'SAM', message: 'It was so.', remedy: 'Do that.' }],
} as never;

it('says no figure of a run that diverged, over how many seeds a mean is, and last what was not followed', () => {
  expect(trainReport(document, ['`x=1` is unknown and was ignored.'])).toEqual([
    '\nWebAssembly.',
    'SGD                      seed 1    clean test accuracy 80.0 %',
    'SGD                      seed 2    clean test accuracy 82.0 %',
    'SAM                      seed 1    clean test accuracy 85.0 %',
    'SAM                      seed 2    diverged at step 7',
    'SGD                      2 seeds: 81.0 ± 1.4 %',
    'SAM                      1 seed, without 1 that diverged: 85.0 %',
    'SAM − SGD: +5.0 points: on this seed, without 1 seed on which one of them diverged',
    'SAM: It was so. Do that.',
    'Not followed: `x=1` is unknown and was ignored.',
  ]);
});

it('says at which steps runs were compared that are not equally long', () => {
  const [one] = (document as { comparisons: readonly object[] }).comparisons;
  const ends = { ...(document as object), comparisons: [{ ...one, diverged: 0, step: 10, againstStep: 20 }] } as never;
  expect(trainReport(ends, [])).toContain('SAM − SGD: +5.0 points: on this seed, each at its own end (steps 10 and 20)');
});

it('ends with 3 where a run diverged, and with 4 where it is strict and something was noticed', () => {
  const sound = { ...(document as object), runs: [run('SGD', 1, 80)] } as never;
  expect([statusOf(document, false), statusOf(document, true), statusOf(sound, false), statusOf(sound, true)]).toEqual([3, 3, 0, 4]);
  expect(statusOf({ ...(sound as object), noticed: [] } as never, true)).toBe(0);
});
