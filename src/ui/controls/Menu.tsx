import { useId } from 'react';
import type { FormMenu } from '../../core/settings/form';
import { isChosenAnew } from '../../store/pending';
import { usePageState } from '../pageContext';
import './Control.css';

interface Props {
  readonly menu: FormMenu;
  readonly onChoose: (kind: string) => void;
  /** Says under the menu what the chosen entry is. */
  readonly isExplained?: boolean;
}

/** One of a registry's entries. */
export function Menu({ menu, onChoose, isExplained = false }: Props) {
  const { label, kind, help, options } = menu;
  const id = useId();
  const isNext = usePageState((state) => isChosenAnew(state, menu));
  return (
    <div className="control">
      <label htmlFor={id} title={isExplained ? undefined : help}>
        {label}{' '}
        {isNext ? (
          <span className="control-implies" title="Acts when Run is pressed">
            next run
          </span>
        ) : null}
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
