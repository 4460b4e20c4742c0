import { describe, expect, inject, it } from 'vitest';
import { encodeIdx, someBytes } from '../core/datasets/encode';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const COUNT = 60;
const file = (name: string, bytes: Uint8Array) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
const sixty = [
  file('some-images-idx3-ubyte', encodeIdx([COUNT, 6, 6], someBytes(COUNT * 36))),
  file(
    'some-labels-idx1-ubyte',
    encodeIdx(
      [COUNT],
      Uint8Array.from({ length: COUNT }, (_, index) => index % 3),
    ),
  ),
];

describe('an experiment of a paper', () => {
  it('is found by its words, says what it needs and what was filled in, is made to fit, and trains', async () => {
    visitor = await visit(inject('pageUrl'));
    const { page } = visitor;
    await visitor.open(SMALL);
    await page.getByRole('combobox', { name: 'Start from a preset' }).selectOption('From a paper…');
    const dialog = page.getByRole('dialog', { name: 'Start from a paper' });
    const entries = dialog.getByRole('listitem');
    await expect.poll(() => entries.count()).toBeGreaterThan(40);
    await dialog.getByRole('searchbox').fill('frob-sam mnist');
    await expect.poll(() => entries.count()).toBe(1);
    await entries.getByRole('button').click();
    await dialog.waitFor({ state: 'detached' });
    await page.waitForFunction(() => location.hash.includes('preset=universal-mlp-mnist'));

    const note = page.getByRole('region', { name: 'From a paper' });
    await note.getByText('As in Tahmasebi et al. 2024 (universal class), arXiv:2406.03682.').waitFor();
    await note.getByText(/filled in: .*one seed/).waitFor();
    await note.getByText(/It is about MNIST, which is not here/).waitFor();

    await page.getByLabel('Data files').setInputFiles(sixty);
    await note.getByText(/It is about MNIST; the data chosen are images-6x6/).waitFor();
    await note.getByRole('button', { name: /^Make it fit this device/ }).click();
    await note.getByText('Batch size: 128 → 46').waitFor();
    // Twenty epochs of one batch.
    await note.getByText(/^Steps: .* → 20$/).waitFor();
    await page.keyboard.press('Space');
    await visitor.reach(20);
    await note.getByRole('button', { name: 'Undo' }).click();
    await page.waitForFunction(() => !location.hash.includes('batch=46'));
    expect(visitor.complaints).toEqual([]);
  });

  it('that no word fits is said not to be there', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(SMALL);
    await visitor.page.getByRole('combobox', { name: 'Start from a preset' }).selectOption('From a paper…');
    await visitor.page.getByRole('searchbox').fill('resnet on tea leaves');
    await visitor.page.getByText('No experiment has all these words.').waitFor();
    await visitor.page.keyboard.press('Escape');
    expect(visitor.complaints).toEqual([]);
  });
});
