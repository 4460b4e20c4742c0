import type { FormField } from '../../core/settings/form';
import type { FieldValue } from '../../core/settings/field';
import { ChoiceControl } from './ChoiceControl';
import './Control.css';
import { NumberControl } from './NumberControl';
import { SeveralControl } from './SeveralControl';
import { SwitchControl } from './SwitchControl';
import { usePageState } from '../pageContext';
import { whenItActs } from '../../store/pending';
import { WrittenControl } from './WrittenControl';

export interface ControlProps {
  readonly item: FormField;
  readonly onChange: (value: FieldValue) => void;
}

/** The control of a setting, by its kind. */
export function Control(props: ControlProps) {
  switch (props.item.field.control.kind) {
    case 'number':
      return <NumberControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'several':
      return <SeveralControl {...props} />;
    case 'switch':
      return <SwitchControl {...props} />;
    case 'numbers':
    case 'text':
      return <WrittenControl {...props} />;
  }
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
