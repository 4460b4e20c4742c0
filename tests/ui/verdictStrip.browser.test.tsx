import { createRoot } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { createDrawScheduler } from '../../src/ui/drawing/drawScheduler';
import { type OfflineTools, PageContext } from '../../src/ui/pageContext';
import { VerdictStrip } from '../../src/ui/verdict/VerdictStrip';
import { fakePage } from '../store/fakePage';
import { noStudies } from './noStudies';

let unmount = () => {};
afterEach(() => unmount());

/** Notice at the top of a page that has just begun to train, a gradient taking so long. */
async function saidAt(msPerGradient: number): Promise<string> {
  const { page, state } = fakePage('v=1&preset=moons-noisy&algos=sam,sgd');
  page.run();
  page.receive({ type: 'probed', experiment: state().experiment, msPerGradient });
  const offline: OfflineTools = {
    get: () => ({ isKept: false, isNewerReady: false, isOffline: false }),
    subscribe: () => () => {},
    load() {},
  };
  const scheduler = createDrawScheduler({ nextFrame: () => {}, now: () => 0 });
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  unmount = () => {
    root.unmount();
    place.remove();
  };
  root.render(
    <PageContext value={{ page, scheduler, offline, copy: async () => true, studies: noStudies, base: 'http://127.0.0.1/' }}>
      <VerdictStrip />
    </PageContext>,
  );
  await expect.poll(() => place.innerText).toMatch(/what does climbing first change/);
  return place.innerText;
}

it('whoever waits for a long first step is told how long one takes, all runs together', async () => {
  // Two gradients of SAM and one of SGD.
  expect(await saidAt(10_000)).toContain('One step takes about 30 s here.');
  unmount();
  expect(await saidAt(10)).not.toContain('One step');
});
