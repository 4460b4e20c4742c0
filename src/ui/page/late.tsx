import { type ComponentType, useEffect, useSyncExternalStore } from 'react';
import { ErrorBoundary } from './ErrorBoundary';

/**
 * A component that is loaded after the first paint: nothing until it is there, and a sentence in its place where it cannot
 * be loaded, while the rest of the page goes on. Once there it is shown without any wait, which React’s own `lazy` and
 * `Suspense` do not do: they hold back what comes late for up to 300 ms, so that it comes together.
 *
 * @param what  what is missing then, as the subject of a sentence.
 * @param part  the component on its way, or how to send for it when it is first shown.
 */
export function late<P extends object>(
  what: string,
  part: Promise<ComponentType<P>> | (() => Promise<ComponentType<P>>),
): ComponentType<P> {
  let there: ComponentType<P> | 'missing' | null = null;
  let isAsked = false;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const arrive = (arrived: typeof there) => {
    there = arrived;
    for (const listener of listeners) listener();
  };
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    const coming = typeof part === 'function' ? part() : part;
    coming.then(arrive, () => arrive('missing'));
  };
  if (typeof part !== 'function') ask();

  return function Late(props: P) {
    const Part = useSyncExternalStore(subscribe, () => there);
    useEffect(ask, []);
    if (Part === null) return null;
    if (Part !== 'missing')
      return (
        <ErrorBoundary what={what}>
          <Part {...props} />
        </ErrorBoundary>
      );
    return (
      <p className="late" role="alert">
        {what} could not be loaded.{' '}
        <button type="button" className="link-button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </p>
    );
  };
}
