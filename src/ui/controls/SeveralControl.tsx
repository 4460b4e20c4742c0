import type { ControlProps } from './controlProps';

/** Any of a few words, each with a box to tick. */
export function SeveralControl({ item, onChange }: ControlProps) {
  const { field, value } = item;
  const { control } = field;
  if (control.kind !== 'several' || !Array.isArray(value)) throw new Error(`${item.path}: not a choice of several`);
  const chosen = value as readonly string[];
  // In the order of the options; words that have no box here stay.
  const toggle = (word: string) => {
    const boxes = control.options.map((option) => option.value).filter((one) => (one === word) !== chosen.includes(one));
    return [...boxes, ...chosen.filter((one) => control.options.every((option) => option.value !== one))];
  };
  return (
    <fieldset className="control">
      <legend title={field.help}>{field.label}</legend>
      <div className="control-boxes">
        {control.options.map((option) => (
          <label key={option.value}>
            <input type="checkbox" checked={chosen.includes(option.value)} onChange={() => onChange(toggle(option.value))} />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
