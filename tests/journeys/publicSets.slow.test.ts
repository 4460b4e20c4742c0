/** Public data sets by name, from a hub on this machine that the browser takes for the real one: its names, its redirects, https. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.mjs';
import { publicSets } from '../../src/core/datasets/publicSets';
import { someBytes } from '../core/datasets/encode';
import { type HubServer, startHub } from '../fixtures/hub/hubServer';
import { parquetFile } from '../fixtures/hub/parquetFiles';
import { obstacles } from './obstacles';
import { type Visit, visit } from './visit';

/** A bright line at the height of the class, and noise. */
const pixels = Array.from({ length: 300 }, (_, index) =>
  someBytes(784, 31 * index).map((byte, at) => (Math.floor(at / 28) === 2 * (index % 10) ? 255 : byte >> 2)),
);
// Pictures that are not packed are unpacked at once: there are 70,000 of them.
const png = { filters: [0], level: 0 };
const pictures = (count: number) =>
  parquetFile({ shape: [28, 28, 1], pixels, labels: Array.from({ length: count }, (_, row) => row % 10), png }, 10_000);
const trainFile = pictures(60_000);
const fashion = publicSets['fashion-mnist'] as (typeof publicSets)[string];
const mnist = publicSets['mnist'] as (typeof publicSets)[string];

let hub: HubServer;
let browser: Browser;
let visitor: Visit;
beforeAll(async () => {
  const at = ({ repository, revision }: typeof mnist, path: string) => `${repository}@${revision}/${path}`;
  hub = await startHub({
    files: {
      [at(fashion, fashion.train.path)]: trainFile,
      [at(fashion, fashion.test.path)]: pictures(10_000),
      [at(mnist, mnist.train.path)]: trainFile,
      [at(mnist, mnist.test.path)]: trainFile,
    },
    secure: true,
  });
  browser = await launchBrowser({
    extraArgs: [
      `--host-resolver-rules=MAP huggingface.co 127.0.0.1:${hub.port}, MAP *.hf.co 127.0.0.1:${hub.port}`,
      '--ignore-certificate-errors',
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});
beforeEach(() => {
  hub.behave({});
  hub.asked.length = 0;
});
afterEach(async () => {
  // That it was asked is what these journeys are about; nobody else may be.
  const others = visitor?.strangers
    .splice(0)
    .filter((address) => !/^https:\/\/(huggingface\.co|cas-bridge\.xethub\.hf\.co)\//.test(address));
  await visitor?.close();
  expect(others ?? []).toEqual([]);
});

const IMAGES = 'v=1&preset=mnist&take=2000&width=8&batch=32&steps=12&every=6&backend=wasm&algos=sgd';
const publicRegion = () => visitor.page.getByRole('region', { name: 'Public data sets' });
const stored = () => visitor.page.getByRole('region', { name: 'Your data' }).getByRole('listitem');

async function ask(label: string): Promise<void> {
  await publicRegion()
    .getByRole('button', { name: `Get ${label}`, exact: true })
    .click();
  await visitor.page
    .getByRole('dialog', { name: `Get ${label}?` })
    .getByRole('button', { name: /^Download/ })
    .click();
}

async function told(sentence: RegExp): Promise<void> {
  await visitor.page.getByRole('alert').filter({ hasText: sentence }).waitFor({ timeout: 30_000 });
}

describe('a public data set', () => {
  it('is asked for first, comes from the hub and the host that it redirects to, and trains without a network after that', async () => {
    visitor = await visit(browser, inject('pageUrl'), undefined, { viewport: { width: 1280, height: 900 }, serviceWorkers: 'allow' });
    await visitor.open(IMAGES);
    await visitor.page.getByText('works offline').waitFor({ timeout: 20_000 });
    await publicRegion().getByRole('button', { name: 'Get Fashion-MNIST' }).click();
    const dialog = visitor.page.getByRole('dialog', { name: 'Get Fashion-MNIST?' });
    await dialog.getByText('huggingface.co/datasets/zalando-datasets/fashion_mnist').waitFor();
    await dialog.getByText('MIT, © 2017 Zalando SE').waitFor();
    expect(await obstacles(visitor.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Not now' }).click();
    expect([hub.asked, visitor.strangers]).toEqual([[], []]);

    await ask('Fashion-MNIST');
    await stored()
      .getByText(/70\s000 × 28×28×1, 10 classes/)
      .waitFor({ timeout: 40_000 });
    await publicRegion().getByText('is here').waitFor();
    expect(hub.asked.map((line) => line.split('/')[1])).toEqual(['api', 'api', 'datasets', 'delivered', 'datasets', 'delivered']);
    expect(visitor.strangers.length).toBeGreaterThan(0);
    await visitor.page.waitForFunction(() => location.hash.includes('set=fashion-mnist-70000-'));

    await visitor.context.setOffline(true);
    await visitor.page.reload();
    await stored().getByText('in use').waitFor();
    await visitor.page.locator('.top-bar-run').press('Space');
    await visitor.reach(12);
    expect(hub.asked).toHaveLength(6);
    expect(visitor.complaints).toEqual([]);
  });

  it('goes on where the connection broke off, also after a reload, and asks no host for permission first', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(IMAGES);
    hub.behave({ cutAfter: Math.ceil(trainFile.length / 7) });
    await ask('Fashion-MNIST');
    await told(/have arrived\. The connection to the data hub broke off\. Press Resume/);
    const kept = publicRegion().getByText(/ of .* are here/);
    const before = await kept.innerText();
    await visitor.page.reload();
    await kept.waitFor();
    expect(await kept.innerText()).toBe(before);
    hub.behave({});
    hub.asked.length = 0;
    await publicRegion().getByRole('button', { name: 'Resume Fashion-MNIST' }).click();
    await stored()
      .getByText(/70\s000 × 28×28×1/)
      .waitFor({ timeout: 40_000 });
    const part = 4 * Math.ceil(trainFile.length / 7);
    expect(hub.asked.filter((line) => line.includes('/delivered/') && line.includes('train'))).toEqual([
      expect.stringMatching(new RegExp(`^GET .* bytes=${part}-$`)),
    ]);
    expect(hub.asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  it('that is another than was pinned is refused, and nothing of it is kept', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(IMAGES);
    await ask('MNIST');
    await told(/The checksum of “mnist\/train-00000-of-00001\.parquet” is wrong\. .* thrown away/);
    await publicRegion().getByRole('button', { name: 'Get MNIST', exact: true }).waitFor();
    expect(await stored().count()).toBe(0);
  });

  it('that cannot be reached, or is not given, is said in one sentence with a way out', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(IMAGES);
    hub.behave({ status: 429 });
    await ask('CIFAR-10');
    await told(/asked too often at the moment\. Wait/);
    hub.behave({});
    await ask('CIFAR-10');
    await told(/not there any more \(404\)\. .* drop the files of the data set on the page/);
    await visitor.context.setOffline(true);
    await ask('CIFAR-10');
    await told(/could not be reached from here\. .* drop the files/);
    await visitor.context.setOffline(false);
    expect(await stored().count()).toBe(0);
  });

  it('can be stopped while training goes on, and what has arrived be thrown away', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open('v=1&preset=pinwheel-noisy&n=60&test=100&width=8&rff=16&batch=16&backend=wasm&steps=1e6');
    await visitor.page.keyboard.press('Space');
    await visitor.reach(10);
    hub.behave({ stallsAfter: 200_000 });
    await publicRegion().getByText('Public data sets').click();
    await ask('Fashion-MNIST');
    const bar = publicRegion().getByRole('progressbar');
    await expect.poll(async () => Number(await bar.getAttribute('value'))).toBeGreaterThan(100_000);
    await visitor.reach((await visitor.step()) + 20);
    await publicRegion().getByRole('button', { name: 'Stop getting Fashion-MNIST' }).click();
    await publicRegion()
      .getByText(/are here/)
      .waitFor();
    await visitor.reach((await visitor.step()) + 20);
    await publicRegion().getByRole('button', { name: 'Discard what has arrived of Fashion-MNIST' }).click();
    await publicRegion().getByRole('button', { name: 'Get Fashion-MNIST' }).waitFor();
    expect((await visitor.heard()).failures).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it('comes whole where storage is full in the middle, and is used until the page is closed', async () => {
    visitor = await visit(browser, inject('pageUrl'));
    await visitor.open(IMAGES);
    const { origin } = new URL(inject('pageUrl'));
    const debuggerOf = await visitor.context.newCDPSession(visitor.page);
    await debuggerOf.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: Math.ceil(trainFile.length / 2) });
    hub.behave({ cutAfter: Math.ceil(trainFile.length / 3) });
    await ask('Fashion-MNIST');
    await told(/storage is full, so the data set was not kept/);
    await stored()
      .getByText(/70\s000 × 28×28×1.*until the page is closed/)
      .waitFor();
    await visitor.page.keyboard.press('Space');
    await visitor.reach(12);
  });
});
