import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/core/checksum';
import { LONGEST_RESULTS, opened, sealed, splitResults, thinnedDocument, withResults } from '../../../src/core/exports/resultsLink';
import { readTrainingDocument } from '../../../src/core/exports/readTrainingDocument';
import { trainingDocument } from '../../../src/core/exports/trainingDocument';
import { Failure } from '../../../src/core/failures';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment } from '../../../src/core/settings/presets';
import { openLinkedResults } from '../../../src/store/linkedResults';
import { inflated } from '../../../src/ui/share/deflate';
import { linkWithResults } from '../../../src/ui/share/linkWithResults';
import { historyOf, tickOf, upTo } from '../metrics/histories';

const SEEDS = [1, 2, 3, 4, 5];

/** Curves that wander, so that they do not compress to nothing. */
function documentWith(seeds: readonly number[], rows: number) {
  const experiment = { ...defaultExperiment, training: { ...defaultExperiment.training, seeds } };
  const ticks = experiment.runs.flatMap(({ id }, run) =>
    seeds.map((seed) => tickOf(id, seed, upTo(rows), (step) => 70 + run + 20 * Math.sin(step * seed * 1.7 + run))),
  );
  return trainingDocument({
    experiment,
    notices: [],
    report: { backend: 'wasm', adapter: 'this processor', sentence: '', candidates: [], versions: { basin: '0.1.0' } },
    userAgent: 'a browser',
    date: '2024-01-01T00:00:00.000Z',
    started: { parameters: 90, trainCount: 40, stepsPerEpoch: 4 },
    history: historyOf(...ticks),
    diverged: [],
    gradientNorms: [],
    noticed: [],
  });
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    ({ code }: { readonly code: string }) => code,
  );

describe('a link with results', () => {
  it('stays readable in front, fits 8 KiB, and brings the curves back to four digits', async () => {
    const document = documentWith(SEEDS, 400);
    const made = await linkWithResults(document);
    expect(made?.bytes).toBeLessThanOrEqual(LONGEST_RESULTS);
    const { link, results } = splitResults(made?.hash ?? '');
    expect(link).toBe(document.link);
    const { experiment } = decode(link);
    const { recording } = await openLinkedResults(results ?? '', experiment, inflated);
    expect(recording.members).toHaveLength(15);
    expect(recording.madeBy).toMatchObject({ backend: 'wasm', date: '2024-01-01' });
    const { step = [], testAccuracy = [] } = recording.members[4]?.measured ?? {};
    expect([step[0], step.at(-1)]).toEqual([0, 399]);
    const exact = document.runs[4]?.measured.testAccuracy ?? [];
    testAccuracy.forEach((value, row) => expect(value).toBeCloseTo(exact[step[row] as number] as number, 1));
  });

  it('keeps every row of a short run', async () => {
    const made = await linkWithResults(documentWith([1], 20));
    const { results } = splitResults(made?.hash ?? '');
    const { recording } = await openLinkedResults(results ?? '', decode(splitResults(made?.hash ?? '').link).experiment, inflated);
    expect(recording.members[0]?.measured.step).toEqual(upTo(20));
  });

  it('is not made where not even eight rows fit', async () => {
    const one = documentWith([1], 20);
    const many = {
      ...one,
      noticed: Array.from({ length: 400 }, (_, at) => ({
        run: 'r1',
        label: '',
        kind: 'zero-gradient' as const,
        step: at,
        message: `${crc32(Uint8Array.of(at, at >> 8))} ${crc32(Uint8Array.of(1, at, at >> 8))} ${crc32(Uint8Array.of(2, at, at >> 8))}`,
        remedy: `${crc32(Uint8Array.of(3, at, at >> 8))}`,
      })),
    };
    expect(await linkWithResults(many)).toBeNull();
  });

  it('may lose every letter of its results and none is shown: what is damaged is said', async () => {
    const { hash = '' } = (await linkWithResults(documentWith([1], 20))) ?? {};
    const { link, results } = splitResults(hash);
    const { experiment } = decode(link);
    const text = results ?? '';
    for (let at = 0; at < text.length; at += 37) {
      const other = text[at] === 'A' ? 'B' : 'A';
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      // The last letter's spare bits are not part of any byte.
      if (at === text.length - 1) continue;
      expect(['link-results-damaged', 'results-newer']).toContain(await refusal(openLinkedResults(changed, experiment, inflated)));
    }
    expect(await refusal(openLinkedResults(text.slice(0, -9), experiment, inflated))).toBe('link-results-damaged');
    expect(await refusal(openLinkedResults('', experiment, inflated))).toBe('link-results-damaged');
  });

  it('of garbage is refused in words, whatever the garbage', async () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 200 }).map(sealed),
      fc.base64String({ maxLength: 400 }),
      fc.json().map((json) => sealed(new TextEncoder().encode(json))),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (text) => {
        // One byte says the version, and garbage may say a later one.
        expect(['link-results-damaged', 'results-newer']).toContain(await refusal(openLinkedResults(text, defaultExperiment, inflated)));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('whose settings were changed by hand shows no results under them', async () => {
    const { hash = '' } = (await linkWithResults(documentWith([1], 20))) ?? {};
    const { results } = splitResults(hash);
    const { experiment } = decode('v=1&preset=pinwheel-noisy&noise=.1');
    expect(await refusal(openLinkedResults(results ?? '', experiment, inflated))).toBe('link-results-differ');
    // How it is shown is nobody's result.
    const dark = { ...decode(splitResults(hash).link).experiment, view: { ...experiment.view, theme: 'dark' as const } };
    expect(await refusal(openLinkedResults(results ?? '', dark, inflated))).toBe('opened');
  });

  it('of a newer page is refused as newer', () => {
    const bytes = sealed(Uint8Array.of(1, 2, 3));
    const newer = `Ag${bytes.slice(2)}`;
    expect(() => opened(newer)).toThrow(expect.objectContaining({ code: 'results-newer' }));
    expect(() => opened(`A${'A'.repeat(LONGEST_RESULTS)}`)).toThrow(Failure);
  });

  it('that unpacks without end is stopped', async () => {
    const zeros = new Blob([new Uint8Array(2 ** 22)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(zeros).arrayBuffer());
    expect(sealed(bytes).length).toBeLessThan(LONGEST_RESULTS);
    await expect(inflated(bytes)).rejects.toThrow(/more than/);
  });

  it('is taken apart wherever its results stand, and left alone where it has none', () => {
    expect(splitResults('v=1&preset=moons&z=abc&noise=.2')).toEqual({ link: 'v=1&preset=moons&noise=.2', results: 'abc' });
    expect(splitResults('z=abc&v=1')).toEqual({ link: 'v=1', results: 'abc' });
    expect(splitResults('z=abc')).toEqual({ link: '', results: 'abc' });
    expect(splitResults('v=1&size=3')).toEqual({ link: 'v=1&size=3', results: null });
    expect(splitResults(withResults('', 'q'))).toEqual({ link: '', results: 'q' });
  });

  it('thins all members at the same rows, so that seeds can be averaged', () => {
    const thin = JSON.stringify(thinnedDocument(documentWith([1, 2], 100), 7));
    const { recording } = readTrainingDocument(thin);
    expect(new Set(recording.members.map(({ measured }) => String(measured.step))).size).toBe(1);
    expect(recording.members[0]?.measured.step).toHaveLength(7);
    expect(recording.link).toBe(encode(decode(recording.link).experiment));
  });
});
