import { useEffect } from 'react';
import { setField } from '../core/settings/edit';
import { usePageState, useTools } from './pageContext';

/** The theme of the experiment's view, written where the style sheet looks for it. */
export function useTheme(): { readonly toggleTheme: () => void } {
  const { page } = useTools();
  const theme = usePageState((state) => state.experiment.view.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  const toggleTheme = () => {
    const isDark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
    page.edit(setField(page.store.getState().experiment, 'view.theme', isDark ? 'light' : 'dark'));
  };
  return { toggleTheme };
}
