/** Sound that can be heard, and that nobody hears any unasked. How it sounds is in `tests/ui/tones.browser.test.ts`. */
import { describe, expect, inject, it } from 'vitest';
import { SMALL, ownBrowser } from './visit';

const visit = ownBrowser();

declare global {
  /** States of all sound outputs that the page has opened, oldest first. */
  var outputs: AudioContext[];
}

describe('sound', () => {
  it('is made for those who ask: the chart by Shift and S, the end of training by a switch that is remembered, and neither is in the link', async () => {
    const visitor = await visit(inject('pageUrl'), (page) =>
      page.addInitScript(() => {
        globalThis.outputs = [];
        globalThis.AudioContext = class extends AudioContext {
          constructor() {
            super();
            globalThis.outputs.push(this);
          }
        };
      }),
    );
    const { page } = visitor;
    await visitor.open(`${SMALL}&algos=sgd,sam(rho=.2)&steps=60`);
    const opened = () => page.evaluate(() => globalThis.outputs.map(({ state }) => state));
    await page.keyboard.press('Space');
    await visitor.reach(60);
    await visitor.button(/^Run/).first().waitFor();
    expect(await opened()).toEqual([]);
    const link = await visitor.hash();

    const heard = page.getByLabel(/^Hear the chart in front/);
    await page.keyboard.press('Shift+S');
    await page.getByText('Sound is on: pitch is value, one voice per run').waitFor();
    expect(await heard.isChecked()).toBe(true);
    await expect.poll(opened).toEqual(['running']);
    await heard.uncheck();
    await expect.poll(opened).toEqual(['closed']);

    await page.getByLabel('Soft sound when training is done').check();
    expect(await visitor.hash()).toBe(link);
    await page.reload();
    const chime = page.getByLabel('Soft sound when training is done');
    await chime.waitFor();
    expect(await chime.isChecked()).toBe(true);
    expect(await opened()).toEqual([]);
    await page.keyboard.press('Space');
    await page.getByText(/^Done: 60 steps/).waitFor();
    await expect.poll(async () => (await opened()).length).toBe(1);
    expect(visitor.complaints).toEqual([]);
  });
});
