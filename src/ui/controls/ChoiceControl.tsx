import { useId } from 'react';
import { type ControlProps, Implies } from './controlProps';

/** Options of at most this many letters together stand side by side. */
const SIDE_BY_SIDE = 32;

/** A few short options stand side by side, more are a menu. */
export function ChoiceControl({ item, onChange }: ControlProps) {
  const id = useId();
  const { field, value } = item;
  const { control } = field;
  if (control.kind !== 'choice') throw new Error(`${item.path}: not a choice`);
  const { options } = control;
  if (options.length <= 4 && options.map(({ label }) => label).join('').length <= SIDE_BY_SIDE) {
    return (
      <fieldset className="control">
        <legend title={field.help}>
          {field.label} <Implies item={item} />
        </legend>
        <div className="control-segments">
          {options.map((option) => (
            <label key={option.value} data-chosen={option.value === value}>
              <input type="radio" name={id} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
              {option.label}
            </label>
          ))}
        </div>
      </fieldset>
    );
  }
  return (
    <div className="control">
      <label htmlFor={id} title={field.help}>
        {field.label} <Implies item={item} />
      </label>
      <select id={id} className="control-menu" value={String(value)} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
