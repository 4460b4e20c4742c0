import { type RefObject, useEffect } from 'react';
import { readRequest, type Report, trustedOrigin } from '../../core/protocol/embedding';
import { encode } from '../../core/settings/link';
import { runLabels } from '../../core/settings/runLabels';
import type { Page } from '../../store/page';
import { figureOf, shownOf } from '../../store/shown';
import type { PageState } from '../../store/state';
import { useTools } from '../pageContext';
import { longestSteps } from '../../core/settings/lengths';

/** The other page as a browser shows it to us, so that tests can hand in their own. */
interface Around {
  readonly parent: { postMessage(message: unknown, origin: string): void };
}

/**
 * Talks to the page around: hears requests of the trusted origin from the window around and from no other, and reports what
 * happens to that origin only.
 *
 * @param place what is measured for its height.
 */
export function useHost(place: RefObject<HTMLElement | null>): void {
  const { page, scheduler } = useTools();
  useEffect(() => {
    if (window.parent === window) return;
    return talk(page, window, place.current, (then) => scheduler.add(then));
  }, [page, scheduler, place]);
}

function talk(page: Page, { parent }: Around, place: HTMLElement | null, onDrawn: (then: () => void) => { remove(): void }): () => void {
  const origin = () => trustedOrigin(page.store.getState().experiment.lecture.origin, location.origin);
  const post = (report: Report) => {
    // A sandboxed frame without an origin of its own, and nobody named: there is no one to talk to.
    if (origin() !== 'null') parent.postMessage({ from: 'basin', ...report }, origin());
  };
  let last = '';
  const report = () => {
    const state = stateOf(page.store.getState());
    const text = JSON.stringify(state);
    if (text === last) return;
    last = text;
    post(state);
  };
  const hear = ({ data, source, origin: from }: MessageEvent<unknown>) => {
    if (source !== parent || from !== origin() || from === 'null') return;
    const request = readRequest(data);
    if (request === null) return;
    if ('problem' in request) return post({ type: 'error', about: request.about, message: request.problem });
    switch (request.type) {
      case 'run':
        return page.run();
      case 'pause':
        return page.pause();
      case 'reset':
        return page.reset();
      case 'setConfig': {
        const notices = page.configure(request.link);
        if (notices.length > 0)
          post({ type: 'error', about: 'setConfig', message: notices.map(({ message }) => message.replaceAll('`', '')).join(' ') });
        return;
      }
    }
  };
  addEventListener('message', hear);
  const drawing = onDrawn(report);
  // Phases and settings change without anything new to draw.
  const unsubscribe = page.store.subscribe((state, before) => {
    if (state.experiment !== before.experiment || state.group?.phase !== before.group?.phase) report();
  });
  const sizes = new ResizeObserver(() => post({ type: 'height', height: Math.ceil(place?.getBoundingClientRect().height ?? 0) }));
  if (place) sizes.observe(place);
  post({ type: 'ready', version: __BASIN_VERSION__, link: encode(page.store.getState().experiment) });
  report();
  return () => {
    removeEventListener('message', hear);
    drawing.remove();
    unsubscribe();
    sizes.disconnect();
  };
}

function stateOf({ group, recorded, experiment }: PageState): Extract<Report, { type: 'state' }> {
  const own = recorded ? null : group;
  const shown = shownOf(own, null, 'steps');
  const accuracy = (run: string) => {
    const { mean } = figureOf(shown, run, 'testAccuracy');
    return Number.isFinite(mean) ? mean : null;
  };
  return {
    type: 'state',
    phase: own === null || (own.phase === 'paused' && own.step === 0) ? 'idle' : own.phase,
    step: own?.step ?? 0,
    steps: longestSteps(own?.experiment ?? experiment),
    link: encode(experiment),
    runs: runLabels(experiment).map(({ id, label }, index) => ({
      label,
      algorithm: experiment.runs[index]?.algorithm ?? '',
      testAccuracy: accuracy(id),
    })),
  };
}
