import { useLayoutEffect, useRef } from 'react';
import { isCalm } from '../theme/calm';
import { useTools } from '../pageContext';

/** Milliseconds without movement after which the strip stands still. */
const STILL_MS = 100;

/**
 * A row that is pushed sideways and stands still with one of its children in the middle (CSS scroll snap).
 *
 * @param shown    the child to bring there, counted from 0, when it is another one than before.
 * @param onStill  hears which child is there after a hand has moved the row.
 * @returns        properties of the row.
 */
export function useStrip(shown: number, count: number, onStill: (place: number) => void) {
  const { page } = useTools();
  const row = useRef<HTMLDivElement>(null);
  /** On its way without a hand: what it passes was not chosen. */
  const isGoing = useRef(false);
  const isPlaced = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const isFirst = !isPlaced.current;
    isPlaced.current = true;
    if (inTheMiddle(element) === shown) return;
    isGoing.current = true;
    const behavior = isFirst || isCalm(page.store.getState().experiment.view) ? 'instant' : 'smooth';
    element.scrollTo({ left: leftOf(element, shown), behavior });
  }, [shown, count, page]);
  useLayoutEffect(() => () => clearTimeout(timer.current), []);
  const byHand = () => {
    isGoing.current = false;
  };
  const onScroll = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (!row.current) return;
      const place = inTheMiddle(row.current);
      if (!isGoing.current) onStill(place);
      else if (place === shown) isGoing.current = false;
    }, STILL_MS);
  };
  return { ref: row, onScroll, onPointerDown: byHand, onTouchStart: byHand, onWheel: byHand, onKeyDown: byHand };
}

/** Where a row has to be scrolled to for a child to be in its middle, in pixels. */
function leftOf(row: HTMLElement, place: number): number {
  const child = row.children[place];
  return child instanceof HTMLElement ? child.offsetLeft + (child.offsetWidth - row.clientWidth) / 2 : 0;
}

/** Which child of a row is nearest to its middle. */
function inTheMiddle(row: HTMLElement): number {
  const away = [...row.children].map((_, place) => Math.abs(leftOf(row, place) - row.scrollLeft));
  return away.indexOf(Math.min(...away));
}
