import { useSyncExternalStore } from 'react';

/** One column: a phone, or a window as narrow. The style sheets say the same width where they ask. */
const NARROW = '(max-width: 759px)';

/** True if the page is one column now, with its settings in a sheet and one chart at a time. */
export const isNarrow = (): boolean => matchMedia(NARROW).matches;

/** The same, followed. */
export const useNarrow = (): boolean => useMedia(NARROW);

/** True if a media query holds, followed. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(follow(query), () => matchMedia(query).matches);
}

const followers = new Map<string, (onChange: () => void) => () => void>();

/** The same function for the same query, or every rendering would subscribe anew. */
function follow(query: string): (onChange: () => void) => () => void {
  const known = followers.get(query);
  if (known) return known;
  const subscribe = (onChange: () => void) => {
    const list = matchMedia(query);
    list.addEventListener('change', onChange);
    return () => list.removeEventListener('change', onChange);
  };
  followers.set(query, subscribe);
  return subscribe;
}
