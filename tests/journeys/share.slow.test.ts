import { readFile } from 'node:fs/promises';
import { describe, expect, inject, it } from 'vitest';
import { dropFiles } from './dropFiles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const SETTINGS = `${SMALL}&steps=30&algos=sgd,sam(rho=.2)&seeds=1-2`;

/** A file to save: its name and its bytes. */
async function saved(button: string) {
  const [download] = await Promise.all([visitor.page.waitForEvent('download'), visitor.button(button).click()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), bytes: await readFile(path) };
}

async function trained(settings = SETTINGS) {
  visitor = await visit(inject('pageUrl'));
  await visitor.open(settings);
  await visitor.page.keyboard.press('Space');
  await visitor.reach(30);
  await visitor.button('Share').click();
}

async function drop(name: string, text: string) {
  const transfer = await visitor.page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content as string], file as string, { type: 'application/json' }));
      return data;
    },
    [name, text],
  );
  await visitor.page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

describe('what is shared', () => {
  it('as JSON opens again for somebody else with the same curves, and offers its settings', async () => {
    await trained();
    const { name, bytes } = await saved('Save JSON');
    expect(name).toMatch(/^basin_pinwheel-noisy_sgd-sam_s1-2_\d{4}-\d\d-\d\d\.json$/);
    const document = JSON.parse(bytes.toString()) as { runs: { steps: { step: number[] } }[]; fingerprint: { backend: string } };
    expect(document.runs.map(({ steps }) => steps.step.length)).toEqual([30, 30, 30, 30]);
    const heard = await visitor.heard();
    const csv = (await saved('Save CSV')).bytes.toString();
    const loss = heard.rows['r2/2']?.lossClean?.['7'];
    expect(loss).toBeGreaterThan(0);
    expect(csv.split('\r\n')).toContainEqual(
      expect.stringMatching(new RegExp(`^r2,SAM,sam,2,steps,lossClean,7,${String(loss).replaceAll('.', '\\.')},$`)),
    );
    await visitor.page.keyboard.press('Escape');
    const shared = (JSON.parse(bytes.toString()) as { link: string }).link;
    const table = await visitor.table(/accuracy/i, '30');
    await visitor.close();

    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=12&algos=sgd`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(12);
    await visitor.button('Share').click();
    await visitor.page.getByLabel('File of results').setInputFiles({ name, mimeType: 'application/json', buffer: bytes });
    const notice = await visitor.notice(/These are the results in/);
    expect(await visitor.table(/accuracy/i, '30')).toBe(table);
    await notice.getByRole('button', { name: 'Use its settings' }).click();
    await visitor.page.waitForFunction((wanted) => location.hash.slice(1) === wanted, shared);
    expect(await visitor.table(/accuracy/i, '30')).toBe(table);
    await notice.getByRole('button', { name: 'Close the file' }).click();
    await expect.poll(() => visitor.step()).toBe(12);
    expect(visitor.complaints).toEqual([]);
  });

  it('as a picture is an SVG with legend and link, and a PNG twice its size', async () => {
    await trained();
    const svg = (await saved('Save SVG')).bytes.toString();
    for (const part of ['SGD', 'SAM', 'steps', 'algos=sgd,sam(rho=.2)']) expect(svg).toContain(part);
    expect(svg).not.toMatch(/var\(|light-dark/);
    const { bytes } = await saved('Save PNG');
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect([width, height]).toEqual([1440, 2 * Number(/ height="(\d+)"/.exec(svg)?.[1])]);
    expect(visitor.complaints).toEqual([]);
  });

  it('as a network comes back from either file, and every run starts from its weights until one says otherwise', async () => {
    // Fourier features are a seed's own, so that weights on them would be refused with another.
    const plain = SMALL.replace('rff=16', 'rff=0');
    await trained(`${plain}&steps=30&algos=sgd,sam(rho=.2)&seeds=1-2`);
    await visitor.page.getByLabel('Run whose network is saved').selectOption({ label: 'SAM' });
    const archive = await saved('Save for TensorFlow.js');
    expect(archive.name).toMatch(/_sam-1_step30\.zip$/);
    const tensors = await saved('Save safetensors');
    expect(tensors.name).toMatch(/_sam-1_step30\.safetensors$/);
    await visitor.page.keyboard.press('Escape');
    for (const { name, bytes } of [archive, tensors]) {
      await dropFiles(visitor.page, [{ name, bytes }]);
      const notice = await visitor.notice(`Every run starts from the weights in “${name}” (SAM, seed 1, step 30).`);
      await expect.poll(() => visitor.step()).toBe(0);
      await notice.getByRole('button', { name: 'Start from the seeds’ own weights' }).click();
      await notice.waitFor({ state: 'detached' });
    }
    await visitor.open(`${plain.replace('width=8', 'width=5')}&steps=30&algos=sgd`);
    await dropFiles(visitor.page, [tensors]);
    await visitor.notice(/is of another network: “dense0\/kernel” is expected to be \[2, 5\]/);
    expect(visitor.complaints).toEqual([]);
  });

  it('for a paper are methods and BibTeX of what was trained', async () => {
    await trained();
    await visitor.button('Copy methods').click();
    await visitor.button('Copied').waitFor();
    const methods = await visitor.page.evaluate(() => navigator.clipboard.readText());
    expect(methods).toMatch(/SGD and SAM \(.*Radius ρ 0\.2\).*30 steps on mini-batches of 16.*2 seeds 1, 2/);
    await visitor.button('Copy BibTeX').click();
    await visitor.button('Copied').waitFor();
    expect(await visitor.page.evaluate(() => navigator.clipboard.readText())).toMatch(/foret2021sam/);
    expect(visitor.complaints).toEqual([]);
  });

  it('as code carries the numbers it is compared with, and what cannot be code is named', async () => {
    await trained();
    await visitor.page.getByLabel('Run to write as code').selectOption({ label: 'SAM' });
    const { name, bytes } = await saved('Save Python');
    expect(name).toMatch(/sam-1\.py$/);
    const { lossClean = {} } = (await visitor.heard()).rows['r2/1'] ?? {};
    expect(bytes.toString()).toContain(`MEASURED = [(${lossClean['0']}, `);
    await visitor.page.getByText('It has the samples of all its steps.').waitFor();
    await visitor.page.keyboard.press('Escape');
    await visitor.add(/^SSAM-F/);
    await visitor.button('Share').click();
    await visitor.page.getByLabel('Run to write as code').selectOption({ label: 'SSAM-F' });
    await visitor.page.getByText(/Cannot be written as PyTorch code yet: “[^”]+”/).waitFor();
    expect(await visitor.button('Save Python').isDisabled()).toBe(true);
    expect(visitor.complaints).toEqual([]);
  });

  it.each([
    ['newer', (text: string) => text.replace('"version":1', '"version":2'), /newer version of this page, and nothing here was changed/],
    ['cut off', (text: string) => text.slice(0, -40), /could not be read as results of this page, and nothing here was changed/],
    ['edited', (text: string) => text.replace('"lossClean":[', '"lossClean":[1,'), /“runs\[0\]\.steps\.lossClean” has 31 numbers/],
  ])('and then %s gives one sentence and leaves the run alone', async (_, change, sentence) => {
    await trained();
    const { bytes } = await saved('Save JSON');
    await visitor.page.keyboard.press('Escape');
    await drop('results.json', change(bytes.toString()));
    await visitor.notice(sentence);
    expect(await visitor.step()).toBe(30);
    expect(await visitor.page.getByText('These are the results in').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});
