import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Page } from '../store/page';
import type { PageState } from '../store/state';
import type { DrawScheduler } from './drawScheduler';

export interface PageTools {
  readonly page: Page;
  readonly scheduler: DrawScheduler;
  /** Copies text; resolves to false where the browser refuses. */
  readonly copy: (text: string) => Promise<boolean>;
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
