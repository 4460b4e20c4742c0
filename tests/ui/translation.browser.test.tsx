import { type ReactNode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { ErrorBoundary } from '../../src/ui/page/ErrorBoundary';
import { surviveTranslation } from '../../src/ui/page/translation';
import translate from '../fixtures/cases/01-translated-page/translate.js?raw';

let unmount = () => {};
afterEach(() => unmount());

/** A component on screen, and its root element. */
function shown(content: ReactNode): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  root.render(content);
  unmount = () => {
    root.unmount();
    place.remove();
  };
  return place;
}

/** Text that a person reads. */
const read = (place: HTMLElement) => (place.textContent ?? '').replaceAll('\u200b', '');
// The script of the case, as a browser's translator would run it.
// oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- a file of ours, and nothing else runs it
const translated = () => new Function(translate)();

/** Text beside numbers that change, parts that come and go, and one in front of a text. */
function Counter() {
  const [count, setCount] = useState(0);
  return (
    <p>
      {count > 1 ? <b>now </b> : null}
      {count} of {10} steps{count % 2 === 1 ? ', odd' : ''}
      <button type="button" onClick={() => setCount(count + 1)}>
        +
      </button>
    </p>
  );
}

it('numbers that change after a translation are the right ones, and parts still come and go', async () => {
  const stop = surviveTranslation(document.body);
  const place = shown(<Counter />);
  await vi.waitFor(() => expect(read(place)).toBe('0 of 10 steps+'));
  translated();
  await vi.waitFor(() => expect(place.querySelectorAll('font font').length).toBeGreaterThan(3));
  for (const expected of ['1 of 10 steps, odd+', 'now 2 of 10 steps+', 'now 3 of 10 steps, odd+']) {
    place.querySelector('button')?.click();
    await vi.waitFor(() => expect(read(place)).toBe(expected));
    // Browsers go on translating what is new.
    translated();
    await vi.waitFor(() => expect(read(place)).toBe(expected));
  }
  stop();
});

it('the original comes back with “Show original”', async () => {
  const stop = surviveTranslation(document.body);
  const place = shown(<p>ten steps</p>);
  await vi.waitFor(() => expect(read(place)).toBe('ten steps'));
  translated();
  await vi.waitFor(() => expect(place.querySelector('font')).not.toBeNull());
  place.querySelector('font')?.remove();
  await vi.waitFor(() => expect(place.textContent).toBe('ten steps'));
  stop();
});

function Fails({ now }: { readonly now: () => boolean }): ReactNode {
  if (now()) throw new Error('no pixels');
  return <p>fine</p>;
}

it('a part that fails says so, leaves what is around it alone, and can be shown again', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  let fails = true;
  const place = shown(
    <>
      <ErrorBoundary what="The charts">
        <Fails now={() => fails} />
      </ErrorBoundary>
      <p>the rest</p>
    </>,
  );
  await vi.waitFor(() => expect(read(place)).toContain('The charts cannot be shown (no pixels).'));
  expect(read(place)).toContain('the rest');
  fails = false;
  place.querySelector('button')?.click();
  await vi.waitFor(() => expect(read(place)).toBe('finethe rest'));
  complaint.mockRestore();
});
