import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/core/settings/link';
import { findings } from '../../../src/core/study/findings';
import { placeOf, studyFigure } from '../../../src/core/study/figure';
import type { JobResult } from '../../../src/core/study/jobResult';
import { readStudy } from '../../../src/core/study/jobs';
import { studyCsv } from '../../../src/core/study/studyCsv';
import { studyTable } from '../../../src/core/study/table';
import { resultOf } from '../../store/study/fakeTrainers';

const LINK = 'v=1&preset=moons-noisy&algos=sgd,sam,lets-sam&seeds=1-5&vary=rho(log,.05,.8,5)';

/** A study whose accuracy is this function of ρ, with a little of the seed's own. */
function studied(accuracyAt: (rho: number) => number, link = LINK, change: (result: JobResult) => JobResult | null = (result) => result) {
  const read = readStudy(decode(link).experiment);
  if ('illegal' in read) throw new Error(read.illegal);
  const { study } = read;
  const results = new Map(
    study.jobs.flatMap((job) => {
      const { experiment } = decode(job.link);
      const rho = Number((experiment.runs[0]?.parts.radius.values as { readonly rho?: number } | undefined)?.rho ?? 0);
      const [seed = 0] = experiment.training.seeds;
      const result = change(resultOf(job, accuracyAt(rho) + 0.1 * ((seed * 7) % 5)));
      return result ? [[job.id, result] as const] : [];
    }),
  );
  const table = studyTable(study, results);
  const figure = studyFigure(study, table);
  return { study, results, table, figure, said: findings(figure, table).map(({ sentence }) => sentence) };
}

/** Best at 0.1, hardly worse at 0.2, then it falls. */
const hill = (rho: number) => 90 - 20 * Math.max(0, Math.log2(rho / 0.2)) - (rho < 0.1 ? 3 : 0) - (rho > 0.1 ? 0.2 : 0);

describe('what a study says', () => {
  it('is the best value on validation, how flat it is there, and where the collapse begins', () => {
    const { said } = studied(hill);
    expect(said).toEqual([
      'SAM is best on validation at radius ρ 0.1: 90.2 % on test, over 5 seeds.',
      'SAM: no clear difference from radius ρ 0.1 to 0.2.',
      'SAM collapses from radius ρ 0.4 on: 20.2 points below the best.',
    ]);
  });

  it('is nothing with four seeds, or while a training is missing', () => {
    expect(studied(hill, LINK.replace('1-5', '1-4')).said).toEqual([]);
    expect(studied(hill, LINK, (result) => (result.link.includes('rho=.8') && result.seed === 5 ? null : result)).said).toEqual([]);
  });

  it('names an end of what was tried, and a collapse that is divergence', () => {
    const { said } = studied(
      (rho) => 80 + 10 * rho,
      LINK,
      (result) => (result.link.includes('rho=.8') ? { ...result, divergedAt: 3 } : result),
    );
    expect(said[0]).toContain('at radius ρ 0.4: 84.2 %');
    expect(said.at(-1)).toBe('SAM collapses from radius ρ 0.8 on: 5 of 5 seeds diverge.');
    expect(studied((rho) => 80 + 10 * rho).said[0]).toContain('0.8, the largest that was tried:');
  });
});

describe('the figure of a study', () => {
  it('has a level line for who lacks the setting, and marks where a learned radius ended', () => {
    const { figure, study } = studied(hill);
    expect(figure.axes).toMatchObject([
      { label: 'radius ρ', scale: 'log', values: [{ x: 0.05 }, { x: 0.1 }, { x: 0.2 }, { x: 0.4 }, { x: 0.8 }] },
    ]);
    expect(figure.lines.map(({ label, isFlat, found }) => [label, isFlat, found])).toEqual([
      ['SGD', true, 0.1],
      ['SAM', false, null],
      ['LETS-SAM', true, 0.1],
    ]);
    expect(placeOf(study, figure, 1, [2])).toBe('radius ρ 0.2');
    expect(placeOf(study, figure, 0, [2])).toBe('');
  });

  it('reads words as forms have them, and two axes as cells', () => {
    const { figure } = studied(hill, 'v=1&algos=sam&seeds=1-2&vary=opt(sgd,adamw),rho(.1,.2)');
    expect(figure.axes[0]).toMatchObject({ scale: 'words', values: [{ x: 0 }, { x: 1, text: 'AdamW' }] });
    expect(figure.lines[0]?.cells).toHaveLength(4);
  });
});

describe('the table of a study', () => {
  it('has a row per point with its last measurement, and no value of a setting that the run lacks', () => {
    const { study, results } = studied(hill, 'v=1&preset=moons-noisy&algos=sgd,sam&seeds=1&vary=rho(.1,.2)');
    const [head, ...rows] = studyCsv(study, results)
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(head?.slice(0, 4)).toEqual(['run', 'algorithm', 'rho', 'seed']);
    expect(rows.map((row) => row.slice(0, 4).join(' '))).toEqual(['SGD sgd  1', 'SAM sam .1 1', 'SGD sgd  1', 'SAM sam .2 1']);
    const column = head?.indexOf('testAccuracy') ?? -1;
    expect(rows[1]?.[column]).toBe('90.2');
  });
});
