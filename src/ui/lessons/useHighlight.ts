import { useEffect } from 'react';
import type { Target } from '../../core/lessons/lesson';
import { showChart } from '../charts/chartInFront';
import { chartsOf } from '../charts/charts';
import { isCalm } from '../theme/calm';
import { useTools } from '../pageContext';
import { targetSelector } from './targets';

/** How long to wait for what is loaded late or not drawn yet. */
const PATIENCE_MS = 4_000;

/**
 * Outlines a place of the page and brings it into sight. A style sheet of its own does it, so that the outline holds however
 * often the place is drawn anew, and moves nothing.
 *
 * @param isReached once a step's run is there, the page has grown, and the place is brought back if it has left.
 */
export function useHighlight(target: Target | undefined, isReached: boolean): void {
  const { page } = useTools();
  useEffect(() => {
    if (target === undefined) return;
    const selector = targetSelector(target);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${selector} { outline: 3px solid var(--focus); outline-offset: 6px; border-radius: 4px; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const { experiment } = page.store.getState();
    const chart = chartsOf(experiment).findIndex(({ id }) => target === `chart:${id}`);
    if (target.startsWith('chart:')) page.showChart(target.slice('chart:'.length));
    if (experiment.view.mode === 'present' && chart >= 0) showChart({ page }, chart + 1);
    const stop = whenThere(selector, (place) =>
      place.scrollIntoView({ block: 'center', behavior: isCalm(experiment.view) ? 'auto' : 'smooth' }),
    );
    return () => {
      stop();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [target, page]);
  useEffect(() => {
    if (target === undefined || !isReached) return;
    document.querySelector(targetSelector(target))?.scrollIntoView({ block: 'nearest' });
  }, [target, isReached]);
}

/** Calls back once, with what a selector finds; never after it was stopped. */
function whenThere(selector: string, then: (place: Element) => void): () => void {
  const found = () => {
    const place = document.querySelector(selector);
    if (place) then(place);
    return place !== null;
  };
  if (found()) return () => {};
  const observer = new MutationObserver(() => {
    if (found()) stop();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const timer = setTimeout(() => observer.disconnect(), PATIENCE_MS);
  const stop = () => {
    clearTimeout(timer);
    observer.disconnect();
  };
  return stop;
}
