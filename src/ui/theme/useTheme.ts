import { useEffect } from 'react';
import { setField } from '../../core/settings/edit';
import type { Page } from '../../store/page';
import { usePageState } from '../pageContext';

/** Theme and contrast of the experiment's view, written where the style sheet looks for them. */
export function useTheme(): void {
  const { theme, contrast, calm } = usePageState((state) => state.experiment.view);
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    dataset.contrast = contrast ? 'more' : '';
    dataset.motion = calm ? 'less' : '';
  }, [theme, contrast, calm]);
}

/** From what is seen now to the other. */
export function toggleTheme(page: Page): void {
  const { experiment } = page.store.getState();
  const { theme } = experiment.view;
  const isDark = theme === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  page.edit(setField(experiment, 'view.theme', isDark ? 'light' : 'dark'));
}
