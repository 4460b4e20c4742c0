/** Every notice that a state brings about, with the words and the way out it offers. */
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PageState } from '../../src/store/state';
import { createDrawScheduler } from '../../src/ui/drawing/drawScheduler';
import { Notices } from '../../src/ui/notices/Notices';
import { type OfflineTools, PageContext } from '../../src/ui/pageContext';
import { fakePage } from '../store/fakePage';
import { noStudies } from './noStudies';

// What notices load only where they need it is there, so that what they do not say is not merely on its way.
beforeAll(() =>
  Promise.all([import('../../src/ui/notices/SmallerNetwork'), import('../../src/ui/notices/NoWebgpuNotice')]).then(() => undefined),
);

let unmount = () => {};
afterEach(() => unmount());

type Fake = ReturnType<typeof fakePage>;

/** The notices of a page in a state, and what its buttons do. */
function noticesOf(hash: string, bring: (fake: Fake) => void, network = { isKept: false, isNewerReady: false, isOffline: false }) {
  const fake = fakePage(hash);
  fake.page.run();
  fake.begin();
  bring(fake);
  const offline: OfflineTools = { get: () => network, subscribe: () => () => {}, load() {} };
  const scheduler = createDrawScheduler({ nextFrame: () => {}, now: () => 0 });
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  root.render(
    <PageContext value={{ page: fake.page, scheduler, offline, copy: async () => true, studies: noStudies, base: 'http://127.0.0.1/' }}>
      <Notices />
    </PageContext>,
  );
  unmount = () => {
    root.unmount();
    place.remove();
  };
  return {
    ...fake,
    text: () => place.innerText.replaceAll(/\s+/g, ' '),
    /** Waits for the button. */
    async press(name: string) {
      const button = () => [...place.querySelectorAll('button')].find((one) => one.textContent === name);
      await expect.poll(button).toBeDefined();
      button()?.click();
    },
    alerts: () => place.querySelectorAll('[role=alert]').length,
  };
}

const HASH = 'v=1&preset=moons-noisy&batch=50';
const failure =
  (code: NonNullable<PageState['failure']>['code'], detail = '') =>
  ({ page }: Fake) =>
    page.receive({ type: 'failed', group: null, code, detail });
const lost =
  (replaced: boolean, step: number | null) =>
  ({ page, group }: Fake) => {
    const members = group().members.map(({ id }) => ({
      member: id,
      step: step ?? 0,
      gradEvals: 0,
      seconds: 0,
      divergedAt: null,
      state: {},
    }));
    const snapshot = step === null ? null : { group: group().id, tunings: [], members };
    page.lose({ code: 'device-lost', replaced, snapshot, detail: '' });
  };

describe('a notice', () => {
  it.each([
    ['a lost device', lost(true, 600), /graphics device was reset\. Your curves are safe; training goes on from step 600\./],
    ['a device lost before its first snapshot', lost(true, null), /graphics device was reset\. Training starts over\./],
    ['a device lost again', lost(false, 600), /was reset again, so it was not restarted\. Your curves are safe\. Resume from step 600/],
    ['a device lost before anything was kept', lost(false, null), /was reset again, so it was not restarted\. Press Run to start over\./],
    ['a device error', failure('device-error'), /reported an error.*Reload the page.*Compute on WebAssembly/],
    [
      'a model that does not fit',
      failure('model-too-large', 'It needs ≈ 1900 MiB.'),
      /1900 MiB.*more memory than the device offers.*Use batch 16.*Use width 32/,
    ],
    [
      'storage that is off',
      failure('storage-unavailable'),
      /Storage is off in this browser, so neither dropped data sets nor runs will survive a reload/,
    ],
    ['storage that is full', failure('storage-full'), /storage is full, so the data set was not kept/],
    ['a file that is newer', failure('results-newer'), /saved by a newer version/],
    ['a file that was edited', failure('results-not-recognized', '“runs” is empty.'), /“runs” is empty\..*nothing here was changed/],
    [
      'linked results of other settings',
      failure('link-results-differ'),
      /settings in this link were changed after its results were recorded/,
    ],
  ] as const)('says it, with what to do: %s', async (_, bring, sentence) => {
    const { text, alerts } = noticesOf(HASH, bring);
    await expect.poll(text).toMatch(sentence);
    expect(alerts()).toBe(1);
  });

  it('resumes from the step it names', async () => {
    const { press, last, group, text } = noticesOf(HASH, lost(false, 600));
    await press('Resume from step 600');
    expect(last('start')).toMatchObject({ group: group().id, snapshot: { members: [{ step: 600 }, { step: 600 }, { step: 600 }] } });
    await expect.poll(text).not.toMatch(/was reset/);
  });

  it('halves the batch to the next power of two', async () => {
    const { press, state, last } = noticesOf(HASH, failure('model-too-large'));
    await press('Use batch 16');
    expect(state().experiment.training.batch).toBe(16);
    expect(last('start')?.experiment.training.batch).toBe(16);
    expect(state().failure).toBeNull();
  });

  it('takes a smaller network of its kind', async () => {
    const { press, state } = noticesOf(HASH, failure('model-too-large'));
    await press('Use width 32');
    expect(state().experiment.model.values).toHaveProperty('width', 32);
    expect(state().failure).toBeNull();
  });

  it('takes the small CNN for images, where that needs less', async () => {
    const { press, state, text } = noticesOf('v=1&preset=shapes-cnn&model=vgg', failure('model-too-large'));
    await press('Use small CNN');
    expect(state().experiment.model.kind).toBe('cnn');
    await expect.poll(text).not.toMatch(/memory/);
    const small = noticesOf('v=1&preset=shapes-cnn', failure('model-too-large'));
    await expect.poll(small.text).toMatch(/Use channels 4/);
    await expect.poll(small.text).not.toMatch(/small CNN/);
  });

  it('runs the first steps of a costly link, or all of them', async () => {
    const costly = ({ page, state }: Fake) => {
      page.reset();
      page.store.setState({ isExpensive: true, msPerGradient: 1, experiment: { ...state().experiment } });
    };
    const first = noticesOf('v=1&preset=moons-noisy&steps=1e5', costly);
    await expect.poll(first.text).toMatch(/3 runs × 100\s000 steps \(≈ 15 min here\)\. Nothing has started\./);
    await first.press('Run the first 1\u202f000 steps');
    expect(first.last('advance')).toMatchObject({ steps: 1000 });
    await expect.poll(first.text).not.toMatch(/asks for/);
  });

  it('of a newer version of the page waits to be asked', async () => {
    const { text } = noticesOf(HASH, () => {}, { isKept: true, isNewerReady: true, isOffline: false });
    await expect.poll(text).toMatch(/A new version is ready\..*Load it/);
  });
});
