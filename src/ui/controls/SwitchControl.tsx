import { useId } from 'react';
import { type ControlProps, Implies } from './controlProps';

export function SwitchControl({ item, onChange }: ControlProps) {
  const id = useId();
  return (
    <div className="control">
      <label htmlFor={id} title={item.field.help}>
        {item.field.label} <Implies item={item} />
      </label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="control-switch"
        checked={item.value === true}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  );
}
