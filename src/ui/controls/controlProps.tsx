/** Props of every control, and what it says about a change. */
import type { FormField } from '../../core/settings/form';
import type { FieldValue } from '../../core/settings/field';
import { whenItActs } from '../../store/pending';
import { usePageState } from '../pageContext';

export interface ControlProps {
  readonly item: FormField;
  readonly onChange: (value: FieldValue) => void;
}

/**
 * When a change acts, said where it matters: beside a value that what is on screen was not made with, and beside what can be changed
 * while it trains.
 */
export function Implies({ item }: { readonly item: FormField }) {
  const place = usePageState((state) => whenItActs(state, item));
  if (place === null) return null;
  return (
    <span className="control-implies" title={place === 'live' ? 'Acts on the next step' : 'Acts when Run is pressed'}>
      {place}
    </span>
  );
}
