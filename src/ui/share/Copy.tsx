import { useState } from 'react';
import { useTools } from '../pageContext';

/** Copies a text, and says whether it did until something else is pressed. */
export function Copy({
  text,
  label,
  confirmation,
  isPrimary = false,
}: {
  readonly text: string;
  readonly label: string;
  readonly confirmation: string;
  readonly isPrimary?: boolean;
}) {
  const { copy } = useTools();
  const [answer, setAnswer] = useState('');
  return (
    <button
      type="button"
      className={isPrimary ? 'button button-primary' : 'button'}
      onClick={async () => setAnswer((await copy(text)) ? confirmation : 'Select the text to copy it')}
      onBlur={() => setAnswer('')}
    >
      <span aria-live="polite">{answer || label}</span>
    </button>
  );
}
