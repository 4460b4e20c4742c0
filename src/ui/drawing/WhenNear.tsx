import { type ReactNode, useEffect, useRef, useState } from 'react';
import { whenIdle } from './whenIdle';

/** Milliseconds after which what has not been looked at is made all the same, when the page has nothing else to do. */
const PATIENCE_MS = 3000;

/**
 * Makes its children once they are about to be seen, so that what lies far down the page neither loads nor draws while the
 * first picture is awaited. They come later in any case: a page that is printed, captured or searched is a whole one.
 */
export function WhenNear({ height, children }: { readonly height: number; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const make = () => setNear(true);
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && make(), { rootMargin: '400px' });
    observer.observe(place.current);
    const patience = setTimeout(() => whenIdle(make), PATIENCE_MS);
    return () => {
      observer.disconnect();
      clearTimeout(patience);
    };
  }, []);
  // Room is kept, or what comes after would jump when it arrives.
  return (
    <div ref={place} style={{ minHeight: height }}>
      {isNear ? children : null}
    </div>
  );
}
