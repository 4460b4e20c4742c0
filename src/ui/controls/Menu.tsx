import { useId } from 'react';
import type { FormMenu } from '../../core/settings/form';
import './Control.css';

interface Props {
  readonly menu: FormMenu;
  readonly onChoose: (kind: string) => void;
  /** Says under the menu what the chosen entry is. */
  readonly isExplained?: boolean;
  /** Choosing another entry starts training again. */
  readonly restarts?: boolean;
}

/** One of a registry's entries. */
export function Menu({ menu: { label, kind, help, options }, onChoose, isExplained = false, restarts = false }: Props) {
  const id = useId();
  return (
    <div className="control">
      <label htmlFor={id} title={isExplained ? undefined : help}>
        {label} {restarts ? <span className="control-implies control-restarts">restarts</span> : null}
      </label>
      <select
        id={id}
        className="control-menu"
        aria-describedby={isExplained ? `${id}-help` : undefined}
        value={kind}
        onChange={(event) => onChoose(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {isExplained ? (
        <p id={`${id}-help`} className="control-help">
          {help}
        </p>
      ) : null}
    </div>
  );
}
