import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Makes its children once they are about to be seen, so that what lies far down the page neither loads nor draws before. */
export function WhenNear({ height, children }: { readonly height: number; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver((entries) => setNear((was) => was || (entries.at(-1)?.isIntersecting ?? false)), {
      rootMargin: '400px',
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  // Room is kept, or what comes after would jump when it arrives.
  return (
    <div ref={place} style={{ minHeight: height }}>
      {isNear ? children : null}
    </div>
  );
}
