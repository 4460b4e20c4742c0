import { describe, expect, it } from 'vitest';
import { blockOf } from '../../../src/core/metrics/block';
import { readTrainingDocument } from '../../../src/core/exports/readTrainingDocument';
import { trainingDocument } from '../../../src/core/exports/trainingDocument';
import { Failure } from '../../../src/core/failures';
import { History } from '../../../src/core/metrics/history';
import type { MemberTick, Message } from '../../../src/core/protocol/protocol';
import { fromRecording } from '../../../src/core/protocol/recording';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { runOf } from '../../../src/core/settings/runs';

const column = (...values: number[]) => Float64Array.from(values);
const tick = (run: string, losses: number[]): MemberTick => ({
  id: `${run}/4`,
  run,
  seed: 4,
  steps: blockOf({ step: losses.map((_, index) => index), lossClean: losses }),
  measured: blockOf({ step: [0, 10], testAccuracy: [50, 60 + losses.length] }),
});
const points = { seed: 4, inputs: Float32Array.of(1, 2, 3, 4), labels: Uint8Array.of(0, 1), noisyLabels: Uint8Array.of(1, 1), classes: 2 };
const boundary = {
  member: 'r7/4',
  step: 10,
  size: 2,
  extent: [-1, 1, -1, 1] as const,
  winners: Uint8Array.of(0, 1, 1, 0),
  confidence: Uint8Array.of(1, 2, 3, 4),
};
const norms = {
  member: { id: 'r7/4', run: 'r7', seed: 4 },
  step: 2,
  size: 32,
  squaredNorms: column(1, 3),
  meanGradientSquaredNorm: 1.5,
  variance: 0.5,
  isAutomatic: true,
};
const tuning = { step: 2, run: 'r7', key: 'rho', value: 0.4 } as const;
/** As on a page where earlier runs were removed: ids do not begin at r1. */
const experiment = {
  ...defaultExperiment,
  runs: [runOf('r2', 'sgd'), runOf('r7', 'sam', { rho: 0.25 })],
  training: { ...defaultExperiment.training, seeds: [4], steps: 3 },
};
const document = trainingDocument({
  experiment,
  notices: [],
  report: { backend: 'wasm', adapter: 'this processor', sentence: '', candidates: [], versions: { basin: '0.1.0' } },
  userAgent: 'a browser',
  date: '2024-01-01T00:00:00.000Z',
  started: { parameters: 90, trainCount: 40, stepsPerEpoch: 4 },
  history: new History().append([tick('r2', [0.1 + 0.2, 1e-17, Number.NaN]), tick('r7', [3, 2])]),
  diverged: [{ member: { id: 'r7/4', run: 'r7', seed: 4 }, step: 2 }],
  gradientNorms: [norms],
  noticed: [{ about: 'r7', code: 'zero-gradient', step: 1, message: 'It happened.', remedy: 'Do that.' }],
  tunings: [{ step: 0, run: null, key: 'lr', value: 0.1 }, tuning],
  points: [points],
  boundaries: [boundary],
});
const text = JSON.stringify(document);

/** State of the page after hearing it all. */
function heard(messages: readonly Message[]): History {
  return new History().append(messages.flatMap((message) => (message.type === 'tick' ? message.members : [])));
}

describe('an exported document', () => {
  it('comes back with every number, under the names that its own link gives its runs', () => {
    const { experiment: read, notices, recording, gradientNorms, tunings } = readTrainingDocument(text);
    expect(notices).toEqual([]);
    expect(read.runs.map(({ id, algorithm }) => [id, algorithm])).toEqual([
      ['r1', 'sgd'],
      ['r2', 'sam'],
    ]);
    const messages = fromRecording(recording);
    const history = heard(messages);
    expect(history.member('r1/4')?.steps.column('lossClean')).toEqual(column(0.1 + 0.2, 1e-17, Number.NaN));
    expect(history.member('r2/4')?.measured.column('testAccuracy')).toEqual(column(50, 62));
    expect(messages.find(({ type }) => type === 'diverged')).toMatchObject({ member: { id: 'r2/4' }, step: 2 });
    expect(messages.find(({ type }) => type === 'started')).toMatchObject({ parameters: 90, points: [points] });
    expect(messages.find(({ type }) => type === 'tick')).toMatchObject({ boundaries: [{ ...boundary, member: 'r2/4' }] });
    expect(messages.find(({ type }) => type === 'noticed')).toMatchObject({ about: 'r2', code: 'zero-gradient' });
    expect(gradientNorms).toEqual([{ ...norms, member: { id: 'r2/4', run: 'r2', seed: 4 }, isAutomatic: false }]);
    expect(tunings).toEqual([{ ...tuning, run: 'r2' }]);
  });

  it('can be exported again to the same numbers', () => {
    const { experiment: read, recording } = readTrainingDocument(text);
    const { runs } = trainingDocument({
      experiment: read,
      notices: [],
      report: { backend: 'wasm', adapter: '', sentence: '', candidates: [], versions: {} },
      userAgent: '',
      date: '2024-01-01',
      started: recording.started,
      history: heard(fromRecording(recording)),
      diverged: [],
      gradientNorms: [],
      noticed: [],
    });
    expect(runs.map(({ steps, measured }) => ({ steps, measured }))).toEqual(
      document.runs.map(({ steps, measured }) => ({ steps, measured })),
    );
  });

  it('of before there were pictures is read without them', () => {
    const { pictures: _, ...older } = document;
    expect(readTrainingDocument(JSON.stringify(older)).recording.points).toEqual([]);
  });

  it('of before version 0.2, which says parkedAt, is read as diverged', () => {
    const messages = fromRecording(readTrainingDocument(text.replaceAll('"divergedAt"', '"parkedAt"')).recording);
    expect(messages.find(({ type }) => type === 'diverged')).toMatchObject({ member: { id: 'r2/4' }, step: 2 });
  });

  it('leaves out unknown metrics and fields', () => {
    const edited = { ...document, extra: 1, runs: document.runs.map((run) => ({ ...run, steps: { ...run.steps, fancy: [1] } })) };
    expect(readTrainingDocument(JSON.stringify(edited)).recording.members[0]?.steps).not.toHaveProperty('fancy');
  });

  it('of a newer version is refused with the way out', () => {
    const read = () => readTrainingDocument(JSON.stringify({ ...document, version: 2 }));
    expect(read).toThrow(/of version 2, and this page reads version 1.*Reload the page/);
    expect(read).toThrow(expect.objectContaining({ code: 'results-newer' }));
  });

  const run = document.runs[0];
  it.each<readonly [string, unknown, RegExp]>([
    ['no JSON', text.slice(0, -5), /ends too early/],
    ['another format', { format: 'other' }, /basin-training/],
    ['a list', [], /no object/],
    ['no link', { ...document, link: 7 }, /“link” is no text/],
    ['a run of no experiment', { ...document, runs: [{ ...run, run: 'r9' }] }, /“runs\[0\]\.run” is none/],
    [
      'a shortened column',
      { ...document, runs: [{ ...run, steps: { ...run?.steps, lossClean: [1] } }] },
      /“runs\[0\]\.steps\.lossClean” has 1 numbers and “step” has 3/,
    ],
    [
      'text among numbers',
      { ...document, runs: [{ ...run, steps: { step: [0, 1], lossClean: [1, 'x'] } }] },
      /lossClean\[1\]” is no number/,
    ],
    ['steps out of order', { ...document, runs: [{ ...run, steps: { step: [1, 0] } }] }, /“runs\[0\]\.steps\.step” is not ascending/],
    ['a seed twice', { ...document, runs: [run, run] }, /twice/],
    ['another number of runs than its link', { ...document, link: 'v=1&preset=moons-noisy&algos=sgd' }, /“link” has 1 runs/],
  ])('that is %s is refused with one sentence that names the place', (_, given, sentence) => {
    const read = () => readTrainingDocument(typeof given === 'string' ? given : JSON.stringify(given));
    expect(read).toThrow(sentence);
    expect(read).toThrow(Failure);
  });

  it.each([{ points: 3 }, { points: [], boundaries: [{ ...boundary, winners: '!!' }] }, null])(
    'shows its curves though its pictures are damaged: %j',
    (pictures) => {
      const { recording } = readTrainingDocument(JSON.stringify({ ...document, pictures }));
      expect(recording.boundaries).toEqual([]);
      expect(recording.members).toHaveLength(2);
    },
  );
});
