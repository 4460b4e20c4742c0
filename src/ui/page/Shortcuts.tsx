import { useEffect } from 'react';
import { actOn, keysAreOn, shortcutFor } from './keyboard';
import { useTools } from '../pageContext';

/** Listens to the keys of the page. */
export function Shortcuts() {
  const tools = useTools();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const place = event.target instanceof HTMLElement ? event.target : null;
      const key = shortcutFor(event, place);
      // What is under a dialog cannot be reached, by keys either. Leaving the presenter is no single letter.
      if (key === null || document.querySelector('dialog[open]') || (key !== 'Escape' && !keysAreOn())) return;
      if (actOn(key, tools)) event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [tools]);
  return null;
}
