import type { FormField } from '../../core/settings/form';
import type { FieldValue } from '../../core/settings/field';
import { ChoiceControl } from './ChoiceControl';
import './Control.css';
import { NumberControl } from './NumberControl';
import { SeveralControl } from './SeveralControl';
import { SwitchControl } from './SwitchControl';
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

/** What a change asks for, said where it is made. */
export function Implies({ item }: { readonly item: FormField }) {
  if (item.live) return <span className="control-implies">live</span>;
  return (
    <span className="control-implies control-restarts" title="Changing this starts training again">
      restarts
    </span>
  );
}
