import { describe, expect, it } from 'vitest';
import { blockOf } from '../../src/core/metrics/block';
import { History, positionOfStep } from '../../src/core/metrics/history';
import type { HorizontalAxis } from '../../src/core/metrics/history';
import type { Boundary } from '../../src/core/protocol/views';
import { randomStream } from '../../src/core/random';
import { defaultExperiment } from '../../src/core/settings/presets';
import { firstMember } from '../../src/store/chartView';
import { emptyGroup, type GroupState } from '../../src/store/group';
import { type Album, withPictures } from '../../src/core/protocol/album';
import { comparisonOf, figureOf, pictureOf, type Shown, shownOf } from '../../src/store/shown';
import { verdictOf } from '../../src/store/verdictSentence';
import { chartsOf } from '../../src/ui/charts/charts';
import { curvesOf } from '../../src/ui/charts/curves';
import { costsOf } from '../../src/ui/charts/spent';
import { standingOf, summaryOf } from '../../src/ui/charts/summary';
import { valueNear } from '../../src/core/metrics/series';
import { tickOf } from '../core/metrics/histories';
import { runningPage } from './fakePage';

const EVERY = 10;
const RUNS = ['r1', 'r2', 'r3'] as const;

/** Accuracy of a run that names the step it is of, and nothing else: the step over a hundred, and a thousandth for each run. */
const accuracyOf = (run: string, step: number) => step / 100 + Number(run.slice(1)) / 1000;
const stepOf = (accuracy: number) => Math.round(100 * accuracy - 0.1);

const picture = (member: string, step: number): Boundary => ({
  member,
  step,
  size: 1,
  extent: [-1, 1, -1, 1],
  winners: Uint8Array.of(0),
  confidence: Uint8Array.of(0),
});

/** A group whose runs stand at different steps; runs of `diverged` ended there. */
function groupAt(
  reached: Readonly<Record<string, number>>,
  { diverged = [] as readonly string[], pictures = [] as readonly number[], most = undefined as number | undefined, seeds = 1 } = {},
): GroupState {
  const names = Object.keys(reached).flatMap((run) =>
    Array.from({ length: seeds }, (_, seed) => ({ id: `${run}/${seed + 1}`, run, seed: seed + 1 })),
  );
  const steps = (run: string) => Array.from({ length: Math.floor((reached[run] as number) / EVERY) + 1 }, (_, row) => EVERY * row);
  let history = new History(new Map(), most);
  // As they come: thinning looks at what is there so far.
  const last = Math.max(...Object.values(reached));
  for (let from = 0; from <= last; from += 1000)
    history = history.append(
      names.map(({ run, seed }) =>
        tickOf(
          run,
          seed,
          steps(run).filter((step) => step >= from && step < from + 1000),
          (step) => accuracyOf(run, step),
        ),
      ),
    );
  const drawn = names
    .filter(({ seed }) => seed === 1)
    .flatMap(({ id, run }) => pictures.filter((step) => step <= (reached[run] as number)).map((step) => picture(id, step)));
  const boundaries = new Map(drawn.map((one) => [one.member, one]));
  return {
    ...emptyGroup('g1', defaultExperiment, 'paused'),
    step: Math.min(...Object.values(reached)),
    members: names.map((name) => ({
      ...name,
      divergedAt: diverged.includes(name.run) ? (reached[name.run] as number) + 3 : null,
      divergedBecause: 'the loss',
    })),
    history,
    points:
      pictures.length > 0
        ? [{ seed: 1, classes: 2, inputs: Float32Array.of(0, 0), labels: Uint8Array.of(0), noisyLabels: Uint8Array.of(0) }]
        : [],
    boundaries,
    pictures: drawn.reduce((album: Album, one) => withPictures(album, [one]), new Map()),
  };
}

const accuracy = chartsOf(defaultExperiment).find(({ id }) => id === 'accuracy') as ReturnType<typeof chartsOf>[number];
const words = (shown: Shown) =>
  (verdictOf(shown)?.phrases ?? [])
    .map((phrase) => (typeof phrase === 'string' ? phrase : 'strong' in phrase ? phrase.strong : phrase.label))
    .join('');

/** Everything that is said of a run, as the steps it is said of. */
function stepsSaid(shown: Shown, run: string): readonly number[] {
  const { group, axis } = shown;
  if (!group) return [];
  const curves = curvesOf(group, accuracy, axis);
  const standing = standingOf(shown);
  const curve = curves.curves.find(({ key }) => key === run);
  const place = standing.placeOf(run);
  const read = curve && place !== undefined ? valueNear(curve.points, place) : Number.NaN;
  const value = new RegExp(`${run} ([\\d.]+) %`).exec(summaryOf(accuracy, curves, axis, (id) => id, standing))?.[1];
  const [cost] = costsOf(shown, [run]);
  return [
    shown.steps.get(run) ?? Number.NaN,
    stepOf(figureOf(shown, run, 'testAccuracy').mean),
    stepOf(read),
    ...(value === undefined ? [] : [stepOf(Number(value))]),
    // Two gradients a step, as histories of tests have it.
    (cost?.evals.value ?? Number.NaN) / 2,
  ].filter(Number.isFinite);
}

describe('everything on screen says one step', () => {
  const draw = randomStream(3, 'shown');
  const cases = Array.from({ length: 40 }, (_, index) => {
    const reached = Object.fromEntries(RUNS.map((run) => [run, EVERY * Math.floor(draw.uniform() * 30)]));
    return { reached, place: draw.uniform(), diverged: index % 4 === 3 ? ['r2'] : [] };
  });

  it('at any place of the cursor, however far each run has come', () => {
    for (const { reached, place, diverged } of cases) {
      const group = groupAt(reached, { diverged });
      const x = place * Math.max(...Object.values(reached));
      const shown = shownOf(group, x, 'steps');
      expect(Math.abs(shown.step - x)).toBeLessThanOrEqual(EVERY / 2);
      for (const run of RUNS) {
        if (diverged.includes(run)) {
          expect(figureOf(shown, run, 'testAccuracy').mean).toBeNaN();
          continue;
        }
        const isThere = (reached[run] as number) >= shown.step;
        expect(new Set(stepsSaid(shown, run))).toEqual(new Set(isThere ? [shown.step] : []));
      }
      const comparison = comparisonOf(shown, 'r3', 'r1');
      if (comparison) expect(comparison.step).toBe(shown.step);
      if (words(shown).includes('After ')) expect(words(shown)).toContain(`${shown.step} step`);
    }
  });

  it('and where nobody points, that of the run furthest behind', () => {
    for (const { reached, diverged } of cases) {
      const shown = shownOf(groupAt(reached, { diverged }), null, 'steps');
      const sound = RUNS.filter((run) => !diverged.includes(run));
      expect(shown.step).toBe(Math.min(...sound.map((run) => reached[run] as number)));
      for (const run of sound) expect(new Set(stepsSaid(shown, run))).toEqual(new Set([shown.step]));
    }
  });

  it('on another axis each run says its own step, and says it everywhere', () => {
    const group = groupAt({ r1: 300, r2: 200, r3: 100 });
    for (const axis of ['evals', 'epochs', 'seconds'] as const satisfies readonly HorizontalAxis[])
      for (const step of [0, 40, 90, 150, 300]) {
        const x = positionOfStep(firstMember(group, 'r1') as NonNullable<ReturnType<typeof firstMember>>, step, axis);
        const shown = shownOf(group, x, axis);
        for (const [run, reached] of [
          ['r1', 300],
          ['r2', 200],
          ['r3', 100],
        ] as const)
          expect(new Set(stepsSaid(shown, run))).toEqual(new Set(step <= reached ? [step] : []));
      }
  });

  it('where measurements were thinned, table and cursor read the same mean', () => {
    const group = groupAt({ r1: 200_000, r2: 200_000 }, { most: 1 });
    expect(group.history.thinning('measured')).toBeGreaterThan(1);
    const curve = curvesOf(group, accuracy, 'steps').curves.find(({ key }) => key === 'r1');
    for (const x of [200, 5_000, 77_777, 140_000, 200_000]) {
      const shown = shownOf(group, x, 'steps');
      expect(valueNear(curve?.points as NonNullable<typeof curve>['points'], shown.step)).toBe(figureOf(shown, 'r1', 'testAccuracy').mean);
      expect(comparisonOf(shown, 'r2', 'r1')?.points).toBeCloseTo(0.001, 9);
    }
  });

  it('numbers wait for pictures of the same step, and a picture of another step carries its own', () => {
    const behind = groupAt({ r1: 120, r2: 120, r3: 120 }, { pictures: [0, 50, 90] });
    const shown = shownOf(behind, null, 'steps');
    expect([shown.step, pictureOf(shown, 'r2')?.step]).toEqual([90, 90]);
    expect(pictureOf(shownOf(behind, 40, 'steps'), 'r2')?.step).toBe(50);
    const catching = groupAt({ r1: 300, r2: 300, r3: 90 }, { pictures: [0, 50, 90, 200, 300] });
    const all = shownOf(catching, null, 'steps');
    expect(RUNS.map((run) => pictureOf(all, run)?.step)).toEqual([90, 90, 90]);
    // Further on there is nothing of the run that is behind, and no picture that looks like it.
    const later = shownOf(catching, 250, 'steps');
    expect([figureOf(later, 'r3', 'testAccuracy').mean, pictureOf(later, 'r3')]).toEqual([Number.NaN, undefined]);
  });

  it('single steps between measurements show where training stands', () => {
    const group = groupAt({ r1: 120, r2: 120, r3: 120 }, { pictures: [0, 120] });
    const stepped = { ...group, step: 123, boundaries: new Map(RUNS.map((run) => [`${run}/1`, picture(`${run}/1`, 123)])) };
    const shown = shownOf(stepped, null, 'steps');
    expect([shown.step, pictureOf(shown, 'r1')?.step]).toEqual([120, 123]);
  });
});

describe('what is shown', () => {
  it('stays as it is however often training reports, moves with the cursor at once, and catches up when the screen is drawn', () => {
    const { page, group } = runningPage();
    let changes = 0;
    page.shown.subscribe(() => void changes++);
    const tick = (seq: number, at: number) => {
      const members = RUNS.map((run) => ({ ...tickOf(run, 1, [at], (step) => accuracyOf(run, step)), steps: blockOf<never>({}) }));
      page.receive({ type: 'tick', group: group().id, seq, step: at, members, boundaries: [] });
    };
    for (let seq = 1; seq <= 100; seq++) tick(seq, EVERY * seq);
    const before = changes;
    expect(page.shown.getState().step).toBeLessThanOrEqual(EVERY);
    page.catchUp();
    expect([page.shown.getState().step, changes]).toEqual([1000, before + 1]);
    page.pointAt(333);
    expect([page.shown.getState().step, changes]).toEqual([330, before + 2]);
    page.pointAt(334);
    expect(changes).toBe(before + 2);
    page.pointAt(null);
    expect(page.shown.getState().step).toBe(1000);
  });
});
