import { ChoiceControl } from './ChoiceControl';
import './Control.css';
import type { ControlProps } from './controlProps';
import { NumberControl } from './NumberControl';
import { SeveralControl } from './SeveralControl';
import { SwitchControl } from './SwitchControl';
import { WrittenControl } from './WrittenControl';

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
