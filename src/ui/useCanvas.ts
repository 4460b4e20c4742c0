import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';
import { usePageState } from './pageContext';

/** Width in CSS pixels, device pixels per CSS pixel, and the theme: all that a canvas must follow. */
export function useCanvas(element: RefObject<Element | null>): {
  readonly width: number;
  readonly ratio: number;
  readonly theme: 'light' | 'dark';
} {
  return { width: useWidth(element), ratio: Math.min(2, devicePixelRatio || 1), theme: useResolvedTheme() };
}

/** Width of an element's content, following its size. */
export function useWidth(element: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver((entries) => setWidth(Math.floor(entries.at(-1)?.contentRect.width ?? 0)));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function useResolvedTheme(): 'light' | 'dark' {
  const chosen = usePageState((state) => state.experiment.view.theme);
  const isDark = useSyncExternalStore(followSystem, systemIsDark);
  if (chosen !== 'system') return chosen;
  return isDark ? 'dark' : 'light';
}

const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)').matches;

function followSystem(onChange: () => void): () => void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
