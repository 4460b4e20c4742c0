import { type RefObject, useEffect, useState } from 'react';
import { usePageState } from '../pageContext';
import { useMedia } from '../theme/useMedia';

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
  return useSize(element).width;
}

export interface Size {
  readonly width: number;
  readonly height: number;
  /** Size of its letters, in pixels. */
  readonly letters: number;
}

/** Size of an element's content and of its letters in CSS pixels, following them; width 0 until they are known. */
export function useSize(element: RefObject<Element | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0, letters: 0 });
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver((entries) => {
      const { width = 0, height = 0 } = entries.at(-1)?.contentRect ?? {};
      const letters = Number.parseFloat(getComputedStyle(target).fontSize);
      const next = { width: Math.floor(width), height: Math.floor(height), letters };
      setSize((was) => (was.width === next.width && was.height === next.height && was.letters === letters ? was : next));
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

function useResolvedTheme(): 'light' | 'dark' {
  const chosen = usePageState((state) => state.experiment.view.theme);
  const isDark = useMedia('(prefers-color-scheme: dark)');
  if (chosen !== 'system') return chosen;
  return isDark ? 'dark' : 'light';
}
