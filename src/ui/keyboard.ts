import type { Page } from '../store/page';

/** What each key does. Every one of them also has a visible button. */
export const shortcuts = {
  ' ': { label: 'Space', help: 'run or pause', act: (page: Page) => page.toggle() },
  '.': { label: '.', help: 'one step', act: (page: Page) => page.step() },
  r: { label: 'R', help: 'reset, same weights', act: (page: Page) => page.reset() },
  n: { label: 'N', help: 'new seed', act: (page: Page) => page.newSeed() },
} as const;

export type Shortcut = keyof typeof shortcuts;

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}
/** The part of an element that decides whether it wants the key for itself. */
interface Place {
  readonly tagName: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
}

/** The shortcut of a key press, or null: in text fields, with modifiers, and where Space already presses the focused control. */
export function shortcutFor(press: Press, place: Place | null): Shortcut | 't' | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (place && wantsText(place)) return null;
  if (key === ' ' && place && ['BUTTON', 'SUMMARY', 'A', 'INPUT'].includes(place.tagName)) return null;
  if (key === 't') return 't';
  return Object.hasOwn(shortcuts, key) ? (key as Shortcut) : null;
}

function wantsText({ tagName, type = '', isContentEditable = false }: Place): boolean {
  if (isContentEditable || tagName === 'TEXTAREA' || tagName === 'SELECT') return true;
  return tagName === 'INPUT' && !['range', 'checkbox', 'radio', 'button'].includes(type);
}
