import { useId, useState } from 'react';
import { type ControlProps, Implies } from './controlProps';

/** Lists and names, written as in links; taken when the field is left, and put back with the reason when it cannot be read. */
export function WrittenControl({ item, onChange }: ControlProps) {
  const id = useId();
  const { field, value } = item;
  const [written, setWritten] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const take = () => {
    if (written === null) return;
    const parsed = field.parse(written);
    if ('illegal' in parsed) setProblem(parsed.illegal);
    else {
      setProblem(parsed.clamped ?? '');
      onChange(parsed.value);
    }
    setWritten(null);
  };
  return (
    <div className="control">
      <label htmlFor={id} title={field.help}>
        {field.label} <Implies item={item} />
      </label>
      <input
        id={id}
        className="control-written"
        value={written ?? field.print(value)}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => setWritten(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
        }}
      />
      {problem ? (
        <p id={`${id}-problem`} className="control-problem" role="status">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
