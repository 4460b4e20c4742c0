/** True if somebody wants to hear the page. Theirs alone: a link that made sounds on another’s desk would be no kindness. */
import { createStore } from 'zustand/vanilla';

export interface SoundChoice {
  /** The curves of the chart in front are heard, until the page is closed. */
  readonly isHeard: boolean;
  /** A soft sound when training is done; remembered in this browser. */
  readonly hasChime: boolean;
}

const CHIME = 'basin.chime';

export const soundChoice = createStore<SoundChoice>(() => ({ isHeard: false, hasChime: isRemembered() }));

export function switchHearing(): void {
  soundChoice.setState(({ isHeard }) => ({ isHeard: !isHeard }));
}

export function switchChime(hasChime: boolean): void {
  soundChoice.setState({ hasChime });
  try {
    if (hasChime) localStorage.setItem(CHIME, '1');
    else localStorage.removeItem(CHIME);
  } catch {
    // Storage is refused: it holds until the page is closed.
  }
}

function isRemembered(): boolean {
  try {
    return localStorage.getItem(CHIME) !== null;
  } catch {
    return false;
  }
}
