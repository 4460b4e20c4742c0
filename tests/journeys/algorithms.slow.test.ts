/** Choosing algorithms: by keyboard, by touch, from parts, and as papers have them. */
import { describe, expect, inject, it } from 'vitest';
import { obstacles } from './obstacles';
import { PHONE, SMALL, type Visit, ownBrowser } from './visit';

const visit = ownBrowser();
let visitor: Visit;

const focused = () => visitor.page.evaluate(() => document.activeElement?.textContent ?? '');
const card = () => visitor.page.getByRole('complementary');
const articles = () => visitor.page.getByRole('article').count();
const row = (name: string) =>
  visitor.page.getByRole('listitem').filter({ has: visitor.page.getByRole('button', { name: `Remove ${name}` }) });

describe('the menu of algorithms', () => {
  it('is used by keyboard alone: opened, searched, chosen from, and the focus comes back', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.button('Add an algorithm').focus();
    await visitor.page.keyboard.press('Enter');
    const search = visitor.page.getByRole('combobox', { name: 'Search algorithms' });
    await expect.poll(() => search.evaluate((element) => element === document.activeElement)).toBe(true);
    await visitor.page.keyboard.type('kwon');
    const options = visitor.page.getByRole('listbox').getByRole('option');
    // By its authors, who are also those of the same idea layer by layer.
    await expect.poll(() => options.count()).toBe(2);
    const said = await options.first().innerText();
    for (const part of ['ASAM', 'rescaling a layer changes nothing', '2 gradients per step', 'ρ 0.5–2', 'not SAM’s ρ'])
      expect(said).toContain(part);
    await search.fill('looksam');
    const active = async () => visitor.page.locator(`[id="${await search.getAttribute('aria-activedescendant')}"]`).innerText();
    const first = await active();
    await visitor.page.keyboard.press('ArrowDown');
    expect(await active()).not.toBe(first);
    await search.fill('ae-looksam');
    await expect.poll(() => options.count()).toBe(1);
    await visitor.page.keyboard.press('ArrowDown');
    expect(await active()).toMatch(/^AE-LookSAM/);
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('article', { name: 'AE-LookSAM' }).waitFor();
    await visitor.page.getByRole('status').filter({ hasText: 'AE-LookSAM was added as run 4.' }).waitFor({ state: 'attached' });
    expect(await focused()).toContain('Add an algorithm');
    expect(await visitor.hash()).toContain('bisam-log(rho=.4),ae-looksam(rho=.4)');
    await card()
      .getByText(/How it works · AE-LookSAM/)
      .waitFor();
    expect(visitor.complaints).toEqual([]);
  });

  it('is left with Escape, and nothing was changed', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    const before = await visitor.hash();
    await visitor.button('Add an algorithm').focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('listbox').waitFor();
    await visitor.page.keyboard.press('PageDown');
    await visitor.page.keyboard.press('Escape');
    await visitor.page.getByRole('listbox').waitFor({ state: 'detached' });
    expect(await focused()).toContain('Add an algorithm');
    expect([await visitor.hash(), await articles()]).toEqual([before, 3]);
  });

  it('says what to do where nothing is found, and that twelve runs are the most', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20&algos=sgd,sam,asam,esam,gsam,looksam,ss-sam,lets-sam,bisam-log,bisam-tanh,ae-sam`);
    await visitor.button('Add an algorithm').click();
    await visitor.page.getByRole('listbox').waitFor();
    await visitor.page.keyboard.type('adahessian');
    await visitor.page.getByText('Nothing here is called “adahessian”').waitFor();
    await visitor.button('put it together yourself').click();
    await expect.poll(articles).toBe(12);
    const add = visitor.button('Add an algorithm');
    expect(await add.getAttribute('aria-disabled')).toBe('true');
    expect(await add.getAttribute('title')).toContain('12 runs at most');
    await add.click({ force: true });
    expect(await visitor.page.getByRole('listbox').count()).toBe(0);
  });

  it('is used by touch on a phone, where everything can be hit and the keyboard stays away', async () => {
    visitor = await visit(inject('pageUrl'), undefined, PHONE);
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.settings();
    await visitor.button('Add an algorithm').tap();
    const option = visitor.page.getByRole('listbox').getByRole('option', { name: /^Frob-SAM/ });
    await option.scrollIntoViewIfNeeded();
    expect((await option.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    expect(await option.innerText()).toContain('a scale of smoothing: not SAM’s ρ');
    expect(await visitor.page.evaluate(() => document.activeElement?.tagName)).toBe('DIALOG');
    expect(await obstacles(visitor.page)).toEqual([]);
    await option.tap();
    await visitor.page.getByRole('article', { name: 'Frob-SAM' }).waitFor();
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    for (const name of ['Duplicate SAM', 'Remove SAM']) {
      const box = await visitor.page.getByRole('button', { name, exact: true }).boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), name).toBeGreaterThanOrEqual(44);
    }
    await visitor.page.getByRole('button', { name: 'Remove SAM', exact: true }).tap();
    await expect.poll(articles).toBe(3);
    expect(visitor.complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no obstacle that axe can find (%s)', async (colorScheme) => {
    visitor = await visit(inject('pageUrl'));
    await visitor.page.emulateMedia({ colorScheme });
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.button('Add an algorithm').click();
    await visitor.page.getByRole('listbox').waitFor();
    expect(await obstacles(visitor.page)).toEqual([]);
  });

  it('puts another algorithm in the place of a run while the others go on', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=1e6`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(20);
    await card().getByRole('button', { name: 'choose another' }).click();
    await visitor.page.getByRole('dialog', { name: 'Instead of SAM' }).waitFor();
    await visitor.page.keyboard.type('gsam');
    await visitor.page.keyboard.press('Enter');
    await expect.poll(() => visitor.hash()).toMatch(/algos=sgd,gsam/);
    await visitor.reach(40);
    expect((await visitor.heard()).workers).toBe(1);
    expect(Object.keys((await visitor.heard()).rows['r1/1']?.lossClean ?? {}).length).toBeGreaterThan(20);
  });
});

describe('one’s own algorithm', () => {
  it('is put together from parts, says which, cites them, is in the link, and trains', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    await visitor.add(/^Your own/);
    await card().getByText('So far these are SAM’s parts.').waitFor();
    await visitor.page.getByLabel('What does the adversary climb?').selectOption('bisam-log');
    await card().getByText('These are the parts of BiSAM (−log).').waitFor();
    await visitor.page.getByLabel('In which ball?').selectOption('filterwise');
    await visitor.page.getByLabel('How far, and who decides?').selectOption('lets');
    const ball = visitor.page.getByLabel('In which ball?');
    expect(await ball.evaluate((element) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent)).toMatch(
      /\.$/,
    );
    expect(await row('Your own').innerText()).toMatch(/Your own\s+BiSAM \(−log\) · Relative to each filter.* · Learned \(LETS\)/);
    expect(await visitor.hash()).toMatch(/own\(radius=lets,ascent=bisam-log,geometry=filterwise\)/);
    const links = await card()
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links).toEqual(['2010.01412', '2102.11600', '2407.12993', '2408.08222'].map((id) => `https://arxiv.org/abs/${id}`));
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(20);
    expect(await obstacles(visitor.page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it('is not claimed by a name: a run with other parts says that it was changed, and from what', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20&algos=sgd,sam(rho=.2)`);
    await visitor.page.getByText('parts, more').click();
    await visitor.page.getByLabel('When is it worth climbing?').selectOption('every');
    await visitor.page.getByRole('article', { name: 'SAM, changed' }).waitFor();
    expect(await row('SAM, changed').innerText()).toContain('Every k steps');
    await card().getByText('Changed: no longer SAM.').waitFor();
    expect(await card().getByRole('region', { name: 'Parts' }).innerText()).toMatch(/When is it worth climbing\?\s+Every k steps\s+Always/);
  });
});

describe('constants of papers', () => {
  it('are taken over with what is filled in marked so, for the run and for its training', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open('v=1&preset=pinwheel-noisy&n=300&test=100&width=8&rff=16&backend=wasm&steps=10');
    await visitor.page.getByRole('article', { name: 'BiSAM (−log)' }).getByRole('button').click();
    await card().getByLabel('Constants as in').selectOption('cifar');
    expect(await visitor.hash()).toMatch(/algos=sgd,sam\(rho=\.4\),bisam-log(&|$)/);
    const papers = card().getByRole('region', { name: 'As in a paper' });
    expect(await papers.innerText()).toMatch(/Radius ρ\s*filled in from code or convention\s*0\.05/);
    await card().getByLabel('Training as in').selectOption('bisam-cifar');
    const said = await papers.innerText();
    expect(said).toMatch(/Weight decay λ\s*filled in from code or convention/);
    expect(said).toMatch(/Label smoothing s\s*0\.1/);
    expect(said).toMatch(/Schedule of η\s*Cosine/);
    expect(await visitor.hash()).toMatch(/batch=128.*smooth=\.1.*momentum=\.9.*wd=5e-4.*schedule=cosine/);
    await visitor.button(/^(Run|Go on) Space/).click();
    await visitor.reach(10);
    expect(await obstacles(visitor.page)).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  });

  it('stay those of the paper that was picked where several state the same', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=20`);
    const constants = card().getByLabel('Constants as in');
    await constants.selectOption('bisam');
    expect(await constants.inputValue()).toBe('bisam');
    await card().getByText('filled in from code or convention').waitFor();
    await constants.selectOption('universal-svhn');
    expect(await constants.inputValue()).toBe('universal-svhn');
    expect(await card().getByText('filled in from code or convention').count()).toBe(0);
  });
});

describe('what a run has to say', () => {
  it('stands at the run once, with the remedy, until it is dismissed', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=150&algos=sgd,ae-sam(lambda1=99,lambda2=99)`);
    await visitor.page.keyboard.press('Space');
    await visitor.reach(150);
    const said = row('AE-SAM').getByText(/the gate never opened.*Lower λ₁ and λ₂/);
    await said.waitFor();
    expect(await visitor.page.getByText(/the gate never opened/).count()).toBe(1);
    await visitor.button('Dismiss what AE-SAM says').click();
    await said.waitFor({ state: 'detached' });
  });

  it('about diverging names what broke, and offers to start again with a smaller learning rate', async () => {
    visitor = await visit(inject('pageUrl'));
    await visitor.open(`${SMALL}&steps=60&algos=sgd(lr=1e-3),sam&lr=100&momentum=.999&act=relu&wd=1`);
    await visitor.page.keyboard.press('Space');
    const broken = visitor.page.getByRole('article', { name: 'SAM' });
    await broken.getByText(/ diverged at step \d+: its (loss|gradient) was no longer a finite number/).waitFor();
    await broken.getByRole('button', { name: 'Start again at η 10' }).click();
    await expect.poll(() => visitor.hash()).toContain('lr=10');
    expect((await visitor.heard()).workers).toBe(1);
  });
});
