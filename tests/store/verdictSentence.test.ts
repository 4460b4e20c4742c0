import { describe, expect, it } from 'vitest';
import { makeBaseline } from '../../src/core/settings/edit';
import { decode } from '../../src/core/settings/link';
import { defaultExperiment } from '../../src/core/settings/presets';
import { emptyGroup } from '../../src/store/group';
import { shownOf } from '../../src/store/shown';
import { verdictOf } from '../../src/store/verdictSentence';
import { historyOf, tickOf } from '../core/metrics/histories';

const say = (
  accuracies: Readonly<Record<string, number>>,
  { step = 1000, seeds = 1, diverged = [] as string[], on = [1], experiment = defaultExperiment } = {},
) => {
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  const history = historyOf(
    ...Object.entries(accuracies).flatMap(([run, value]) =>
      numbers.map((seed) => tickOf(run, seed, [0, step], (at) => (at === 0 ? 20 : value + seed / 10))),
    ),
  );
  const members = Object.keys(accuracies).flatMap((run) =>
    numbers.map((seed) => ({
      id: `${run}/${seed}`,
      run,
      seed,
      divergedAt: diverged.includes(run) && on.includes(seed) ? 3 : null,
      divergedBecause: '',
    })),
  );
  const group = { ...emptyGroup('g1', experiment, 'paused'), history, members };
  const verdict = verdictOf(shownOf(group, null, 'steps'));
  return verdict?.phrases
    .map((phrase) => (typeof phrase === 'string' ? phrase : 'strong' in phrase ? phrase.strong : phrase.label))
    .join('');
};

describe('the sentence', () => {
  it('names who is ahead on this seed, and says when nothing can be told', () => {
    expect(say({ r1: 76, r2: 90, r3: 89.5 })).toBe(
      'After 1\u202f000 steps on this seed, SAM keeps 14.0 points more clean accuracy than SGD. BiSAM against SAM: no clear difference.',
    );
  });

  it('gives the spread over seeds', () => {
    expect(say({ r1: 76, r2: 90, r3: 90 }, { seeds: 5 })).toContain('After 1\u202f000 steps on 5 seeds, SAM keeps 14.0 ± 0.0 points more');
  });

  it('says that it is early when the climber is still behind', () => {
    expect(say({ r1: 60, r2: 50, r3: 50 }, { step: 100 })).toContain('It is early');
    expect(say({ r1: 60, r2: 50, r3: 50 }, { step: 1000 })).not.toContain('It is early');
  });

  it('compares all with the run that was made the baseline', () => {
    expect(say({ r1: 76, r2: 90, r3: 80 }, { experiment: makeBaseline(defaultExperiment, 'r2') })).toBe(
      'After 1 000 steps on this seed, SAM keeps 14.0 points more clean accuracy than SGD. SAM keeps 10.0 points more clean accuracy than BiSAM.',
    );
  });

  it('leaves a diverged run out', () => {
    const text = say({ r1: 60, r2: 90, r3: 90 }, { diverged: ['r1'] });
    expect(text).toBe('After 1\u202f000 steps on this seed, there is no clear difference between BiSAM and SAM. SGD diverged at step 3.');
  });

  it('leaves seeds out on which a run diverged, and says so', () => {
    const text = say({ r1: 76, r2: 90, r3: 90 }, { seeds: 3, diverged: ['r2'], on: [1] });
    expect(text).toContain('on 2 seeds, SAM keeps 14.0 ± 0.0 points more');
    expect(text).toContain('One seed is left out: a run diverged there.');
  });

  it('says what is left where too many diverged, and never that there were no runs', () => {
    expect(say({ r1: 76, r2: 90, r3: 90 }, { diverged: ['r2', 'r3'] })).toBe(
      'SAM diverged at step 3. BiSAM diverged at step 3. SGD has made 1\u202f000 steps. There is nothing left to compare it with.',
    );
    expect(say({ r1: 76, r2: 90, r3: 90 }, { diverged: ['r1', 'r2', 'r3'] })).toMatch(
      /^SGD diverged at step 3.*Nothing is left to compare/,
    );
  });

  it('says nothing before the first step', () => {
    expect(say({ r1: 20, r2: 20, r3: 20 }, { step: 0 })).toBeUndefined();
  });

  describe('about runs that are not equally long', () => {
    const { experiment } = decode('v=4&preset=pinwheel-noisy&steps=200&algos=sgd(length=2),sam,bisam-log');
    const at = (steps: Readonly<Record<string, number>>, x: number | null = null, perStep = (run: string) => (run === 'r1' ? 1 : 2)) => {
      const history = historyOf(
        ...Object.entries(steps).map(([run, last]) => {
          const rows = Array.from({ length: last / 10 + 1 }, (_, row) => 10 * row);
          const tick = tickOf(run, 1, rows, (step) => (run === 'r1' ? 70 : 80) + step / 100);
          const evals = tick.measured.metrics.indexOf('evals') * tick.measured.rows;
          rows.forEach((step, row) => (tick.measured.values[evals + row] = perStep(run) * step));
          return tick;
        }),
      );
      const members = Object.keys(steps).map((run) => ({ id: `${run}/1`, run, seed: 1, divergedAt: null, divergedBecause: '' }));
      const shown = shownOf({ ...emptyGroup('g1', experiment, 'running'), history, members }, x, 'steps');
      const said = verdictOf(shown)
        ?.phrases.map((phrase) => (typeof phrase === 'string' ? phrase : 'strong' in phrase ? phrase.strong : phrase.label))
        .join('');
      return { said, steps: Object.fromEntries(shown.steps), isEarlier: shown.isEarlier };
    };

    it('compares each at its own end, and says how many gradients that took', () => {
      const { said, steps } = at({ r1: 400, r2: 200, r3: 200 });
      expect(steps).toEqual({ r1: 400, r2: 200, r3: 200 });
      expect(said).toMatch(
        /^After 400 steps of SGD and 200 of SAM and BiSAM, each at its own end and with as many gradients on this seed, SAM keeps 8\.0 points/,
      );
      expect(at({ r1: 400, r2: 200, r3: 200 }, null, () => 1).said).toContain(
        ', each at its own end, SGD with 2 times the gradients on this seed',
      );
    });

    it('says who goes on while the longer one has not ended, also before the shorter ones have', () => {
      expect(at({ r1: 100, r2: 100, r3: 100 }).said).toMatch(/^After 100 steps on this seed, .* SGD goes on to step 400\.$/);
      const { said, steps } = at({ r1: 300, r2: 200, r3: 200 });
      expect(steps).toEqual({ r1: 300, r2: 200, r3: 200 });
      expect(said).toMatch(/^After 300 steps of SGD and 200 of SAM and BiSAM on this seed, .* SGD goes on to step 400\.$/);
    });

    it('keeps the last state of a run that has ended where somebody points beyond it', () => {
      const ends = { r1: 400, r2: 200, r3: 200 };
      expect(at(ends, 330).steps).toEqual({ r1: 330, r2: 200, r3: 200 });
      expect(at(ends, 120)).toMatchObject({ steps: { r1: 120, r2: 120, r3: 120 }, isEarlier: true });
      expect(at(ends).isEarlier).toBe(false);
      // One that joined late is where all are shown.
      expect(at({ r1: 400, r2: 50, r3: 200 })).toMatchObject({ steps: { r1: 50, r2: 50, r3: 50 }, isEarlier: true });
    });
  });
});
