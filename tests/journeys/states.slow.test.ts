/** The page's rarer states, each with its words and its way out. */
import { describe, expect, inject, it } from 'vitest';
import { obstaclesInEveryTheme } from './obstacles';
import { SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

/** Opening a link and reading one sentence; each row is a state that a link alone brings about. */
describe.each([
  [
    'no runs',
    'v=1&preset=pinwheel-noisy&algos=none&backend=wasm',
    /There is nothing to train, as no algorithm is chosen\. Add an algorithm\./,
  ],
  ['a bad link', `${SMALL}&rh0=.3`, /One part of this link was changed or not understood/],
  ['a newer link', SMALL.replace('v=1', 'v=99'), /is newer than this page, which reads version \d+ and ignores settings it does not know/],
  ['pasted prose', 'Dear all, please open the experiment of last week', /of this link/],
  [
    'data that are not here',
    'v=1&preset=mnist&set=mnist-10-abc&backend=wasm',
    /“mnist-10-abc” is not stored in this browser\. Drop its files/,
  ],
  ['an expensive link', `${SMALL}&steps=1e6&seeds=1-5`, /This link asks for 3 runs × 5 seeds × 1\s000\s000 steps.*Nothing has started/],
  ['damaged results', `${SMALL}&z=AQAAAAAA`, /results in this link are damaged.*only its settings are used/],
  [
    'a backend that is not here',
    SMALL.replace('wasm', 'webgl'),
    /The requested backend is not available here|computed wrong numbers|It computes on the processor/,
  ],
] as const)('%s', (_, hash, sentence) => {
  it('is said once, in words, with an empty console and no obstacle that axe can find', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.goto(`${inject('pageUrl')}/#${hash}`);
    const found = visitor.page.getByText(sentence);
    await found.first().waitFor();
    expect(await found.count()).toBe(1);
    expect(await obstaclesInEveryTheme(visitor.page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('the engine on its way', () => {
  it('is said to load, with the size that the build measured, and the page is there meanwhile', async () => {
    let deliver = () => {};
    const held = new Promise<void>((then) => (deliver = then));
    visitor = await visit(inject('pageUrl'), (page) =>
      page.route(/worker\/main-.*\.js$/, async (route) => {
        await held;
        await route.continue();
      }),
    );
    await visitor.page.goto(`${inject('pageUrl')}/#${SMALL}`);
    const footer = visitor.page.getByRole('contentinfo');
    await footer.getByText(/Loading the training engine \(\d+ kB, once\)…/).waitFor();
    const said = Number(/\((\d+) kB/.exec(await footer.innerText())?.[1]);
    const { weight } = await visitor.page.evaluate(async () => {
      const page = await (await fetch('./')).text();
      return { weight: Number(/engine-kilobytes" content="(\d+)"/.exec(page)?.[1]) };
    });
    expect(said).toBe(weight);
    expect(said).toBeGreaterThan(20);
    deliver();
    await footer
      .getByText(/WebAssembly/)
      .first()
      .waitFor();
    expect(visitor.complaints).toEqual([]);
  });
});

describe('an expensive link', () => {
  it('trains nothing before the choice, then 1,000 steps, and waits', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&algos=sgd&steps=1e6`);
    const choice = visitor.button(/Run the first 1\s000 steps/);
    await choice.waitFor();
    // The device is known and timed, and still nothing runs.
    await visitor.page.getByText(/≈ .* here\)\. Nothing has started/).waitFor();
    expect(await visitor.step()).toBe(0);
    await choice.click();
    await visitor.reach(1000, 40);
    await visitor.button(/^Go on/).waitFor();
    expect(await visitor.step()).toBe(1000);
    expect(await choice.count()).toBe(0);
    expect(await visitor.hash()).toContain('steps=1e6');
  });
});

describe('a run that does not leave chance', () => {
  it('is told with the radius to blame, and starts again with one that is usual', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`v=1&preset=pinwheel-noisy&backend=wasm&algos=sgd,sam(rho=10)&steps=1000`);
    await visitor.page.keyboard.press('Space');
    const card = visitor.page.getByRole('article', { name: 'SAM', exact: true });
    await card.getByText(/SAM has not moved from chance for \d+ steps; ρ.=.10 is usually too large here\./).waitFor({ timeout: 30_000 });
    expect(await obstaclesInEveryTheme(visitor.page)).toEqual([]);
    await card.getByRole('button', { name: /^Try / }).click();
    await visitor.page.waitForFunction(() => !location.hash.includes('rho=10'));
    await visitor.reach(100);
    expect(await card.getByText(/has not moved from chance/).count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});

describe('training', () => {
  it('speaks no word to a screen reader until it is done, which is said once; the tab’s title counts and its icon is a ring', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&algos=sgd,sam(rho=.2)&steps=6000`);
    await visitor.page.evaluate(() => {
      const spoken: string[] = [];
      Object.assign(globalThis, { spoken });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          const region = element?.closest('[aria-live=polite],[aria-live=assertive],[role=status],[role=alert],[role=log]');
          if (region?.textContent) spoken.push(region.textContent);
        }
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
    const spoken = () => visitor.page.evaluate(() => (globalThis as unknown as { readonly spoken: string[] }).spoken);
    await visitor.page.keyboard.press('Space');
    await visitor.page.waitForFunction(() => /^▶ \d+ % Basin$/.test(document.title));
    const icon = () => visitor.page.locator('link[rel=icon]').getAttribute('href');
    await visitor.reach(900);
    // Three notches of twenty, of a circle of 75.
    const ring = async () => Number(/dasharray='([\d.]+) /.exec(decodeURIComponent((await icon()) ?? ''))?.[1]);
    await expect.poll(ring).toBeGreaterThan(11);
    const address = (await icon()) ?? '';
    expect((await spoken()).filter((text) => /step|%/.test(text))).toEqual([]);
    await visitor.page.getByText(/Done: 6\s000 steps of 2 runs\./).waitFor({ timeout: 40_000 });
    await visitor.page.waitForFunction(() => document.title === 'Basin');
    expect(await icon()).toBe('./icon.svg');
    // The policy of the page lets it be shown.
    expect(
      await visitor.page.evaluate(async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        return image.naturalWidth > 0;
      }, address),
    ).toBe(true);
    expect((await spoken()).filter((text) => text.startsWith('Done'))).toHaveLength(1);
  });

  it('that goes on in a hidden tab says on return how far it came', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    const hide = (isHidden: boolean) =>
      visitor.page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    await hide(true);
    // How long a tab was away, by its own clock, decides whether it has anything to say: there is nothing else to wait for.
    const left = await visitor.page.evaluate(() => performance.now());
    await visitor.page.waitForFunction((since) => performance.now() - since > 3000, left);
    await hide(false);
    await visitor.page.getByText(/^Kept training while hidden: [\d\s]+ steps\.$/).waitFor();
  });

  it('shared by two tabs goes on in both, and what is slow is said to be shared', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    const other = await visitor.context.newPage();
    await other.goto(`${inject('pageUrl')}/#${SMALL}&steps=1e6`);
    await other.getByRole('button', { name: /^Run/ }).first().click();
    await other.waitForFunction(() => (document.querySelector('progress')?.value ?? 0) >= 20);
    const before = await visitor.step();
    await visitor.reach(before + 20);
    const locks = await other.evaluate(
      async () => (await navigator.locks.query()).held?.filter(({ name }) => name?.startsWith('basin-training-')).length,
    );
    expect(locks).toBe(2);
  });
});

describe('why it is slow', () => {
  it('is answered from what was measured, and turbo is one press', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6&every=1`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await visitor.button(/why so slow/i).click();
    const dialog = visitor.page.getByRole('dialog', { name: 'Why so slow?' });
    await dialog.getByText(/steps\/s · .* ms per gradient/).waitFor();
    await dialog.getByText(/measured on whole splits after every step/).waitFor();
    await dialog.getByRole('radio', { name: /Turbo/ }).check();
    await visitor.page.waitForFunction(() => location.hash.includes('pace=turbo'));
    await visitor.page.keyboard.press('Escape');
    const before = await visitor.step();
    await visitor.reach(before + 50);
    await visitor.button(/why so slow/i).click();
    await dialog.getByRole('button', { name: 'Measure every 5 steps' }).click();
    await visitor.page.waitForFunction(() => location.hash.includes('every=5'));
    expect(visitor.complaints).toEqual([]);
  });
});

describe('a link with results', () => {
  it('opens as curves that were not trained here, until Run', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&algos=sgd,sam(rho=.2)&steps=30`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(30);
    const figures = await visitor.table(/Clean test accuracy/, '30');
    await visitor.button('Share').click();
    await visitor.button(/^Copy link with results \(\d+(\.\d)? KiB\)$/).click();
    await visitor.button('Link with results copied').waitFor();
    const link = await visitor.page.evaluate(() => navigator.clipboard.readText());
    expect(link.length).toBeLessThan(9000);
    expect(link).toContain('algos=sgd,sam(rho=.2)');
    await visitor.close();
    visitor = await visit(inject('pageUrl'));
    await visitor.open(link.slice(link.indexOf('#') + 1));
    await visitor.notice(/These results came with the link: they are what its sender says, and were not trained here\./);
    await visitor.page
      .getByRole('figure', { name: /Clean test accuracy/ })
      .getByRole('button', { name: 'View as table' })
      .waitFor();
    const shown = await visitor.table(/Clean test accuracy/, '30');
    expect(shown.split(/\s+/).slice(-2)).toEqual(figures.split(/\s+/).slice(-2));
    await visitor.button(/^Run/).first().click();
    await visitor.reach(30);
    await expect.poll(() => visitor.page.getByText('These results came with the link').count()).toBe(0);
    expect(visitor.complaints).toEqual([]);
  });
});
