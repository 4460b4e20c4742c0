/** Laws of every lesson: what it patches, names, decides and points at is there. */
import { describe, expect, it } from 'vitest';
import { contents } from '../../../src/core/lessons/contents';
import { lessons } from '../../../src/core/lessons/lessons';
import type { LessonStep } from '../../../src/core/lessons/lesson';
import { findRun, placeholdersIn, readMeasure } from '../../../src/core/lessons/measures';
import { proseOf } from '../../../src/core/lessons/prose';
import { sharpnessMeasures } from '../../../src/core/lessons/rescaling';
import type { Experiment } from '../../../src/core/settings/experiment';
import { patched } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { factsOf, refusals } from '../../../src/core/settings/refusals';
import { chartsOf } from '../../../src/ui/charts/charts';
import { targetSelector } from '../../../src/ui/lessons/targets';
import { faultsOf } from '../settings/legalExperiments';

const all = Object.entries(contents);

/** Each step with the experiment that it stands on. */
function standing(steps: readonly LessonStep[]): readonly (readonly [LessonStep, Experiment])[] {
  let experiment = defaultExperiment;
  return steps.map((step) => {
    experiment = patched(experiment, step.patch ?? '').experiment;
    return [step, experiment] as const;
  });
}

/** Every text of a step that may hold placeholders, and every text that may not. */
const saidAfter = ({ after = [], prediction }: LessonStep): readonly string[] => [
  ...after,
  ...(prediction?.kind === 'choice' ? prediction.options.map(({ because }) => because) : prediction ? [prediction.because] : []),
];
const saidBefore = ({ title, text, prediction }: LessonStep): readonly string[] => [
  title,
  ...text,
  ...(prediction ? [prediction.question, ...(prediction.kind === 'choice' ? prediction.options.map(({ label }) => label) : [])] : []),
];

it('every outline has its contents, with as many steps as it says', () => {
  expect(Object.keys(contents)).toEqual(Object.keys(lessons));
  for (const [id, { steps }] of all) expect([id, steps.length]).toEqual([id, lessons[id]?.steps]);
});

it('words, titles and sentences are those of links and menus', () => {
  for (const [id, { title, about, minutes }] of Object.entries(lessons)) {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(about).toMatch(/\.$/);
    expect(minutes).toBeGreaterThan(0);
    expect(Object.values(lessons).filter((other) => other.title === title)).toHaveLength(1);
  }
});

describe.each(all)('lesson %s', (_, lesson) => {
  const steps = standing(lesson.steps);

  it('starts from a preset, or from no settings at all, so that it means the same whatever was there before', () => {
    const [first] = lesson.steps.filter(({ patch }) => patch !== undefined);
    expect(first?.patch).toMatch(/^preset=/);
  });

  it('patches experiments that are legal and can be trained, without a notice', () => {
    let before = defaultExperiment;
    for (const { patch } of lesson.steps) {
      const { experiment, notices } = patched(before, patch ?? '');
      expect(notices).toEqual([]);
      expect(faultsOf(experiment)).toEqual([]);
      expect(refusals(experiment, factsOf(experiment))).toEqual([]);
      before = experiment;
    }
  });

  it('names numbers that its runs have, and none before the run', () => {
    for (const [step, experiment] of steps) {
      for (const text of saidAfter(step))
        for (const name of placeholdersIn(text)) expect(() => readMeasure(name, experiment)).not.toThrow();
      for (const text of saidBefore(step)) expect(placeholdersIn(text)).toEqual([]);
    }
  });

  it('has phrases that do something, without a notice, on what can be trained', () => {
    for (const [step, experiment] of steps) {
      for (const piece of [...saidBefore(step), ...saidAfter(step)].flatMap(proseOf)) {
        if (piece.kind === 'focus') expect(() => findRun(piece.run, piece.run, experiment.runs)).not.toThrow();
        if (piece.kind === 'patch') {
          const { experiment: acted, notices } = patched(experiment, piece.patch);
          expect(notices).toEqual([]);
          expect(faultsOf(acted)).toEqual([]);
          expect(refusals(acted, factsOf(acted))).toEqual([]);
        }
        if (piece.kind === 'words') expect(piece.text).not.toMatch(/[[\]{}]/);
      }
      for (const plain of [step.title, step.notes, step.prediction?.question ?? '']) expect(plain).not.toMatch(/[[\]{}]/);
    }
  });

  it('has notes for whoever teaches it, at every step', () => {
    for (const { notes } of lesson.steps) expect(notes).toMatch(/^[A-Z].*[.:]$/);
  });

  it('has typed in no result: where a run is spoken of, its numbers are placeholders', () => {
    for (const [step] of steps) {
      if (step.prediction?.kind === 'number') expect(placeholdersIn(step.prediction.because)).not.toEqual([]);
      for (const text of step.after ?? []) expect(text).not.toMatch(/\d[\d.]* (%|points|nats)/);
    }
  });

  it('decides every prediction for one of its options, by numbers that its runs have', () => {
    for (const [{ prediction, waitsFor }, experiment] of steps) {
      if (!prediction) continue;
      if (prediction.kind === 'number') {
        expect(() => readMeasure(prediction.measure, experiment)).not.toThrow();
        expect(prediction.max).toBeGreaterThan(prediction.min);
        if (prediction.placed) {
          expect(chartsOf(experiment).map(({ id }) => id)).toContain(prediction.placed.chart);
          expect(prediction.placed.step).toBeGreaterThan(0);
          expect(prediction.placed.step).toBeLessThanOrEqual(prediction.near);
        }
        expect(waitsFor).toBeDefined();
        continue;
      }
      const ids = prediction.options.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const { decided } = prediction;
      if ('rescaledBy' in decided) {
        expect([...ids].sort()).toEqual(Object.keys(sharpnessMeasures).sort());
        continue;
      }
      expect(waitsFor).toBeDefined();
      const measures =
        'bands' in decided ? [decided.measure] : ('largest' in decided ? decided.largest : decided.smallest).map(({ measure }) => measure);
      for (const measure of measures) expect(() => readMeasure(measure, experiment)).not.toThrow();
      const options =
        'bands' in decided
          ? decided.bands.map(({ option }) => option)
          : 'largest' in decided
            ? [...decided.largest.map(({ option }) => option), decided.close]
            : decided.smallest.map(({ option }) => option);
      expect(new Set(options)).toEqual(new Set(ids));
      if ('bands' in decided) {
        const limits = decided.bands.map(({ below }) => below ?? Number.POSITIVE_INFINITY);
        expect(limits).toEqual([...limits].sort((a, b) => a - b));
        expect(decided.bands.at(-1)?.below).toBeUndefined();
      }
    }
  });

  it('points at places that the page has', () => {
    for (const [{ target }, experiment] of steps) {
      if (target === undefined) continue;
      expect(targetSelector(target)).not.toBe('');
      const [, chart] = target.split(':');
      if (chart) expect(chartsOf(experiment).map(({ id }) => id)).toContain(chart);
    }
  });
});
