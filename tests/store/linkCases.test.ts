/** Links whose results were made to break the page, `tests/fixtures/cases/links`: what becomes of each. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { splitResults } from '../../src/core/exports/resultsLink';
import { Failure, failures } from '../../src/core/failures';
import { decode } from '../../src/core/settings/link';
import { inflated } from '../../src/ui/share/deflate';
import { openLinkedResults } from '../../src/store/linkedResults';

const folder = fileURLToPath(new URL('../fixtures/cases/links', import.meta.url));

/** Picture the page would show, or the sentence it would say. */
async function outcome(name: string) {
  const { link, results } = splitResults(readFileSync(`${folder}/${name}.link`, 'utf8').trim());
  const { experiment } = decode(link);
  return openLinkedResults(results ?? '', experiment, inflated).then(
    ({ recording }) => ({ recording, said: '' }),
    (error: unknown) => ({ recording: null, said: error instanceof Failure ? error.message : `thrown: ${String(error)}` }),
  );
}

const damaged = failures['link-results-damaged'];
const impossible = failures['results-impossible'];
const expected: Readonly<Record<string, string>> = {
  z_accuracy_impossible: `“runs[0].measured.testAccuracy[0]” is 150. ${impossible}`,
  z_deep: damaged,
  z_huge_values: `“runs[0].steps.lossClean[0]” is 1e+308. ${impossible}`,
  z_long_backend: damaged,
  z_long_notice: damaged,
  z_many_noticed: damaged,
};
/** Their curves can be shown, their pictures cannot. */
const withoutPictures = ['BLANK_PAGE', 'z_b_sizeneg', 'z_nulls', 'z_p_huge', 'z_pictures_zero'];

describe('results in a link', () => {
  it('are looked at in every case that was tried', () => {
    const names = readdirSync(folder).map((name) => name.replace('.link', ''));
    expect(names.sort()).toEqual([...Object.keys(expected), ...withoutPictures].sort());
  });

  it.each(Object.entries(expected))('are refused in one sentence: %s', async (name, sentence) => {
    expect(await outcome(name)).toEqual({ recording: null, said: sentence });
  });

  it.each(withoutPictures)('are shown without pictures that cannot be drawn: %s', async (name) => {
    const { recording, said } = await outcome(name);
    expect(said).toBe('');
    expect(recording?.members).toHaveLength(2);
    expect([recording?.points, recording?.boundaries]).toEqual([[], []]);
  });
});
