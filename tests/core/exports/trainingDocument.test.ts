import { describe, expect, it } from 'vitest';
import { blockOf } from '../../../src/core/metrics/block';
import { trainingCsv } from '../../../src/core/exports/trainingCsv';
import { type DocumentParts, type TrainingDocument, trainingDocument } from '../../../src/core/exports/trainingDocument';
import { History } from '../../../src/core/metrics/history';
import type { MemberTick } from '../../../src/core/protocol/protocol';
import { decode } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { runOf } from '../../../src/core/settings/runs';

const experiment = {
  ...defaultExperiment,
  runs: [runOf('r1', 'sgd'), runOf('r2', 'sam', { rho: 0.25 })],
  training: { ...defaultExperiment.training, seeds: [4, 5], steps: 3 },
};
const column = (...values: number[]) => Float64Array.from(values);
const tick = (run: string, seed: number, losses: number[], accuracies: number[]): MemberTick => ({
  id: `${run}/${seed}`,
  run,
  seed,
  steps: blockOf({ step: losses.map((_, index) => index), lossClean: losses }),
  measured: blockOf({ step: accuracies.map((_, index) => 10 * index), testAccuracy: accuracies }),
});
const parts: DocumentParts = {
  experiment,
  notices: ['Something was ignored.'],
  report: {
    backend: 'wasm',
    adapter: 'this processor',
    sentence: 'WebAssembly: as requested.',
    candidates: [],
    versions: { basin: '0.1.0' },
  },
  userAgent: 'a browser',
  date: '2024-01-01T00:00:00.000Z',
  started: { parameters: 90, trainCount: 40, stepsPerEpoch: 4 },
  history: new History().append([
    tick('r1', 4, [0.1 + 0.2, 1e-17, Number.NaN], [50, 61]),
    tick('r1', 5, [1, 2, 3], [50, 63]),
    tick('r2', 4, [3, Number.POSITIVE_INFINITY], [50, 70]),
    tick('r2', 5, [7, 8, 9], [50, 71]),
  ]),
  diverged: [{ member: { id: 'r2/4', run: 'r2', seed: 4 }, step: 2 }],
  gradientNorms: [
    {
      member: { id: 'r2/5', run: 'r2', seed: 5 },
      step: 2,
      size: 32,
      squaredNorms: column(1, 3),
      meanGradientSquaredNorm: 1.5,
      variance: 0.5,
      isAutomatic: true,
    },
  ],
  noticed: [{ about: 'r2', code: 'zero-gradient', step: 1, message: 'It happened.', remedy: 'Do that.' }],
};
const document = trainingDocument(parts);

describe('a training document', () => {
  it('holds what runs had to say about themselves, under their labels', () => {
    expect(document.noticed).toEqual([
      { run: 'r2', label: 'SAM', kind: 'zero-gradient', step: 1, message: 'It happened.', remedy: 'Do that.' },
    ]);
  });

  it('says what was asked so that the link gives the experiment again', () => {
    const { experiment: again, notices } = decode(document.link);
    expect(notices).toEqual([]);
    expect(again).toEqual(experiment);
    expect(document.settings).toEqual(experiment);
    expect(document).toMatchObject({
      format: 'basin-training',
      version: 1,
      notices: ['Something was ignored.'],
      parameters: 90,
      trainCount: 40,
      stepsPerEpoch: 4,
    });
    expect(document.fingerprint).toMatchObject({
      backend: 'wasm',
      adapter: 'this processor',
      versions: { basin: '0.1.0' },
      userAgent: 'a browser',
      date: '2024-01-01T00:00:00.000Z',
    });
  });

  it('keeps every number to the last bit through JSON, and has null for what JSON cannot say', () => {
    const { runs } = JSON.parse(JSON.stringify(document)) as TrainingDocument;
    expect(runs[0]?.steps['lossClean']).toEqual([0.1 + 0.2, 1e-17, null]);
    expect(runs[2]?.steps['lossClean']).toEqual([3, null]);
    expect(runs.map(({ measured }) => measured['testAccuracy'])).toEqual([
      [50, 61],
      [50, 63],
      [50, 70],
      [50, 71],
    ]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('names each run with its algorithm, seed and end', () => {
    expect(document.runs.map(({ run, algorithm, seed, divergedAt }) => [run, algorithm, seed, divergedAt])).toEqual([
      ['r1', 'sgd', 4, null],
      ['r1', 'sgd', 5, null],
      ['r2', 'sam', 4, 2],
      ['r2', 'sam', 5, null],
    ]);
    expect(document.runs[3]?.summary).toMatchObject({ step: 10, testAccuracy: 71, trainLoss: null });
    // What a diverged run had measured on its way is no result.
    expect(new Set(Object.values(document.runs[2]?.summary ?? {}))).toEqual(new Set([null]));
    expect(document.runs[2]?.measured.testAccuracy).toEqual([50, 70]);
    expect(new Set(document.runs.map(({ label }) => label)).size).toBe(2);
  });

  it('tells where gradient norms were measured, with mean, spread and correlation', () => {
    const [norms] = document.runs[3]?.gradientNorms ?? [];
    expect(norms).toEqual({
      step: 2,
      batch: 32,
      mean: 2,
      deviation: 1,
      correlation: expect.closeTo(1, 12),
      meanGradientSquaredNorm: 1.5,
      variance: 0.5,
      squaredNorms: [1, 3],
    });
    expect(document.runs.slice(0, 3).flatMap(({ gradientNorms }) => gradientNorms)).toEqual([]);
  });

  it('sums up over seeds, and compares runs pair by pair', () => {
    // SGD 61, 63: mean 62, sd √2. Differences 9 and 8: mean 8.5, sd √½.
    const { accuracies, comparisons } = trainingDocument({ ...parts, diverged: [] });
    expect(accuracies[0]).toMatchObject({ seeds: 2, diverged: 0, mean: 62 });
    expect(accuracies[0]?.sd).toBeCloseTo(Math.SQRT2, 12);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({ seeds: 2, diverged: 0, points: 8.5, step: 10, verdict: 'on these seeds' });
    expect(comparisons[0]?.sd).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('leaves diverged runs out of means and comparisons, and says how many', () => {
    expect(document.accuracies[1]).toEqual({ label: 'SAM', step: 10, seeds: 1, diverged: 1, mean: 71, sd: null });
    expect(document.comparisons).toMatchObject([{ seeds: 1, diverged: 1, points: 8, verdict: 'on this seed' }]);
    const none = trainingDocument({
      ...parts,
      diverged: [4, 5].map((seed) => ({ member: { id: `r2/${seed}`, run: 'r2', seed }, step: 2 })),
    });
    expect(none.accuracies[1]).toEqual({ label: 'SAM', step: null, seeds: 0, diverged: 2, mean: null, sd: null });
    expect(none.comparisons).toEqual([]);
  });
});

/** A reader of RFC 4180 that knows quotes, doubled quotes and line ends, and nothing else. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, isQuoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] as string;
    if (isQuoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[at++];
      else isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === ',') {
      row.push(cell);
      cell = '';
    } else if (letter === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      at++;
    } else cell += letter;
  }
  if (cell !== '' || row.length > 0) throw new Error('the last line does not end');
  return rows;
}

describe('the same as CSV', () => {
  const labelled = (label: string): TrainingDocument => ({ ...document, runs: document.runs.map((run) => ({ ...run, label })) });

  it('has one line per number, all numbers exact, and an empty cell where there is none', () => {
    const [head, ...all] = readCsv(trainingCsv(document));
    const rows = all.filter((row) => row[4] !== 'settings').map((row) => row.slice(0, 8));
    expect(head).toEqual(['run', 'label', 'algorithm', 'seed', 'table', 'metric', 'step', 'value', 'text']);
    expect(rows).toHaveLength(3 + 3 + 2 + 3 + 4 * 2 + 5 + 2);
    expect(rows.slice(-4).map((row) => row.slice(3))).toEqual([
      ['5', 'gradientNorms', 'meanGradientSquaredNorm', '2', '1.5'],
      ['5', 'gradientNorms', 'variance', '2', '0.5'],
      ['5', 'gradientNorms', 'squaredNorm', '2', '1'],
      ['5', 'gradientNorms', 'squaredNorm', '2', '3'],
    ]);
    expect(rows.slice(0, 3).map((row) => [row[0], ...row.slice(2)])).toEqual([
      ['r1', 'sgd', '4', 'steps', 'lossClean', '0', '0.30000000000000004'],
      ['r1', 'sgd', '4', 'steps', 'lossClean', '1', '1e-17'],
      ['r1', 'sgd', '4', 'steps', 'lossClean', '2', ''],
    ]);
    const accuracy = rows.filter((row) => row[5] === 'testAccuracy' && row[0] === 'r2' && row[3] === '5');
    expect(accuracy.map((row) => [row[6], Number(row[7])])).toEqual([
      ['0', 50],
      ['10', 71],
    ]);
  });

  it('has every parameter, a link of its own and the seed of every run, with defaults', () => {
    const rows = readCsv(trainingCsv(document)).filter((row) => row[4] === 'settings');
    const [plain, climbing] = ['r1', 'r2'].map(
      (run) => new Map(rows.filter((row) => row[0] === run && row[3] === '4').map((row) => [row[5] as string, [row[7], row[8]]])),
    ) as [Map<string, string[]>, Map<string, string[]>];
    expect(climbing.get('radius.rho')).toEqual(['0.25', '0.25']);
    expect(plain.get('gate')).toEqual(['', 'never']);
    expect(plain.get('steps')).toEqual(['3', '3']);
    expect(plain.get('lr')).toEqual(['0.1', '0.1']);
    for (const key of ['data', 'noise', 'model', 'width', 'batch', 'smooth', 'opt', 'momentum', 'schedule', 'seeds'])
      expect([...plain.keys()]).toContain(key);
    // The link alone makes that run with that seed.
    const { experiment: alone, notices } = decode(climbing.get('link')?.[1] ?? '');
    expect(notices).toEqual([]);
    expect(alone.training).toEqual({ ...experiment.training, seeds: [4] });
    expect(alone.runs).toEqual([{ ...experiment.runs[1], id: 'r1' }]);
    expect(climbing.get('divergedAt')).toEqual(['2', '2']);
    expect(plain.has('divergedAt')).toBe(false);
    // A setting below zero is a number and no formula.
    const gated = trainingCsv({
      ...document,
      settings: { ...experiment, runs: [experiment.runs[0], runOf('r2', 'ae-sam')] } as TrainingDocument['settings'],
    });
    expect(
      readCsv(gated)
        .find((row) => row[5] === 'gate.lambda1')
        ?.slice(7),
    ).toEqual(['-1', '-1']);
  });

  it.each(['a, b', 'say "this"', 'two\r\nlines', '"', ','])('keeps the label %j whole', (label) => {
    const rows = readCsv(trainingCsv(labelled(label)));
    expect(rows[1]?.[1]).toBe(label);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([9]));
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=cmd|" /C calc"!A0'])('hands no formula to a spreadsheet: %j', (label) => {
    expect(readCsv(trainingCsv(labelled(label)))[1]?.[1]).toBe(`'${label}`);
  });

  it('leaves negative numbers numbers', () => {
    const negative = {
      ...document,
      runs: document.runs.map((run) => ({ ...run, steps: { step: [0], ascentObjective: [-0.5] }, measured: {} })),
    };
    expect(readCsv(trainingCsv(negative)).find((row) => row[5] === 'ascentObjective')?.[7]).toBe('-0.5');
  });
});
