import { createContext, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { Page } from '../store/page';
import type { PageState } from '../store/state';
import type { Studies } from '../store/study/studies';
import type { DrawScheduler } from './drawing/drawScheduler';

/** True if the page can do without a network. */
export interface OfflineTools {
  get(): {
    /** The page opens and trains without a network. */
    readonly isKept: boolean;
    /** A newer version than the one on screen is there. */
    readonly isNewerReady: boolean;
    readonly isOffline: boolean;
  };
  /** Calls back when that has changed. Returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Reloads the page in its newer version. */
  load(): void;
}

export interface PageTools {
  readonly page: Page;
  readonly scheduler: DrawScheduler;
  readonly offline: OfflineTools;
  /** Copies text; resolves to false where the browser refuses. */
  readonly copy: (text: string) => Promise<boolean>;
  /** Studies of this page, loaded with the first of them; always the same. */
  readonly studies: () => Promise<Studies>;
  /** The page's address without its hash. */
  readonly base: string;
}

export const PageContext = createContext<PageTools | null>(null);

export function useTools(): PageTools {
  const tools = useContext(PageContext);
  if (!tools) throw new Error('this component needs a PageContext around it');
  return tools;
}

/** A part of the page's state that changes by people's doing. What changes with every tick is read by `useDrawn`. */
export function usePageState<T>(select: (state: PageState) => T): T {
  return useStore(useTools().page.store, select);
}

/** Abilities of the page without a network. */
export function useOffline(): ReturnType<OfflineTools['get']> {
  const { offline } = useTools();
  return useSyncExternalStore(offline.subscribe, offline.get);
}
