import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_ROWS } from '../../../src/core/metrics/block';
import { fromBase64, toBase64 } from '../../../src/core/protocol/base64';
import type { Message } from '../../../src/core/protocol/protocol';
import { fromRecording, RECORDED_GROUP, toRecording } from '../../../src/core/protocol/recording';
import { columnsIn, tickOf, upTo } from '../metrics/histories';

const members = [1, 2].map((seed) => ({ id: `r1/${seed}`, run: 'r1', seed }));
const about = { link: '', madeBy: { version: '0.1.0', backend: 'wasm', adapter: 'a test', date: '2026-01-31' } };
const messages = (steps: number): Message[] => [
  {
    type: 'started',
    group: 'g1',
    members,
    parameters: 10,
    trainCount: 300,
    stepsPerEpoch: 9,
    points: [{ seed: 1, inputs: Float32Array.of(0.5, -1), labels: Uint8Array.of(1), noisyLabels: Uint8Array.of(0), classes: 2 }],
  },
  ...[0, 1].map(
    (half): Message => ({
      type: 'tick',
      group: 'g1',
      seq: half,
      step: (half + 1) * steps,
      members: [1, 2].map((seed) =>
        tickOf(
          'r1',
          seed,
          upTo(steps).map((step) => step + half * steps),
          (step) => step / 3,
        ),
      ),
      boundaries: [1, 2].map((seed) => ({
        member: `r1/${seed}`,
        step: steps,
        size: 2,
        extent: [-1, 1, -1, 1],
        winners: Uint8Array.of(0, 1, 1, half),
        confidence: Uint8Array.of(0, 128, 255, 7),
      })),
    }),
  ),
  { type: 'diverged', group: 'g1', member: members[1] as (typeof members)[number], step: 7, reason: 'diverged' },
  { type: 'ended', group: 'g1', outcome: 'completed' },
];
const tickIn = (said: readonly Message[]) => {
  const tick = said.find((message) => message.type === 'tick');
  if (tick?.type !== 'tick') throw new Error('no tick');
  return tick;
};

describe('a recording', () => {
  it('survives JSON and says again what was said', () => {
    const said = fromRecording(JSON.parse(JSON.stringify(toRecording(messages(4), about))));
    const tick = tickIn(said);
    expect(said[0]).toMatchObject({ type: 'started', group: RECORDED_GROUP, parameters: 10, members });
    expect(said[0]).toMatchObject({
      points: [{ inputs: Float32Array.of(0.5, -1), labels: Uint8Array.of(1), noisyLabels: Uint8Array.of(0) }],
    });
    const measured = columnsIn(tick.members[0]?.measured ?? NO_ROWS);
    expect([...(measured.step ?? [])]).toEqual(upTo(8));
    expect(measured.testAccuracy?.[1]).toBeCloseTo(1 / 3, 5);
    expect(tick.step).toBe(8);
    expect(said.find(({ type }) => type === 'diverged')).toMatchObject({ member: { id: 'r1/2' }, step: 7 });
    expect(said.at(-1)).toMatchObject({ type: 'ended', outcome: 'completed' });
  });

  it('says again what runs had to say about themselves, and holds nothing where they had not', () => {
    const notice = { about: 'r1', code: 'radius-at-limit', step: 3, message: 'It happened.', remedy: 'Do that.' } as const;
    const spoken = [...messages(4), { type: 'noticed', group: 'g1', ...notice } as const];
    const again = fromRecording(JSON.parse(JSON.stringify(toRecording(spoken, about))));
    expect(again.filter(({ type }) => type === 'noticed')).toEqual([{ type: 'noticed', group: RECORDED_GROUP, ...notice }]);
    expect(again.at(-1)?.type).toBe('ended');
    expect(toRecording(messages(4), about)).not.toHaveProperty('noticed');
  });

  it('keeps the latest boundary of the first seed only', () => {
    const tick = tickIn(fromRecording(toRecording(messages(4), about)));
    expect(tick.boundaries).toHaveLength(1);
    expect(tick.boundaries[0]).toMatchObject({
      member: 'r1/1',
      winners: Uint8Array.of(0, 1, 1, 1),
      confidence: Uint8Array.of(0, 128, 255, 7),
    });
  });

  it('thins long columns: of measurements it keeps first, last and largest rows, of steps a fair sample', () => {
    const [first, second] = toRecording(messages(2000), about).members;
    const steps = first?.measured.step ?? [];
    expect(steps.length).toBeLessThanOrEqual(75);
    expect([steps[0], steps.at(-1)]).toEqual([0, 3999]);
    const norms = first?.steps.gradNorm ?? [];
    expect(norms).toHaveLength(150);
    // Norms are 1 … 7 in turn: all are there, none far more often than others.
    for (const norm of [1, 2, 3, 4, 5, 6, 7]) {
      const share = norms.filter((one) => one === norm).length / 150;
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.2);
    }
    expect([first?.steps.step?.[0], first?.steps.step?.at(-1)]).toEqual([0, 3999]);
    // Seeds are averaged row by row, so that all keep the same rows.
    expect(second?.measured.step).toEqual(steps);
  });

  it('refuses to record nothing, and a format it does not know', () => {
    expect(() => toRecording([], about)).toThrow('no group was started');
    expect(() => fromRecording({ ...toRecording(messages(2), about), format: 2 as 1 })).toThrow('format 2');
  });
});

describe('base64', () => {
  it('reads back every list of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect([...fromBase64(toBase64(bytes))]).toEqual([...bytes]);
      }),
    );
  });

  it('is the usual one', () => {
    expect(toBase64(Uint8Array.from('Basin?!', (letter) => letter.charCodeAt(0)))).toBe('QmFzaW4/IQ==');
  });
});
