import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { OWN } from '../../core/sam/recipes';
import { type AlgorithmChoice, algorithmMenu, searched } from '../../core/settings/algorithmMenu';
import { Dialog } from '../dialogs/Dialog';
import { usePageState } from '../pageContext';
import { algorithmStyle } from '../theme/palette';
import { radiusWords } from '../runs/radiusWords';
import { Swatch } from '../runs/Swatch';
import { CompareAlgorithms } from './CompareAlgorithms';
import './AlgorithmDialog.css';

interface Props {
  readonly title: string;
  readonly onChoose: (algorithm: string) => void;
  readonly onClose: () => void;
}

/** How far Page Up and Page Down go. */
const PAGE = 5;

/**
 * The menu of algorithms: a list box that is searched by typing, in a dialog of the browser's own, which keeps the focus
 * while it is open and gives it back. Touch needs no keyboard here: the search field takes the focus only where a mouse points.
 */
export function AlgorithmDialog({ title, onChoose, onClose }: Props) {
  const id = useId();
  const experiment = usePageState((state) => state.experiment);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [isComparing, setComparing] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const menu = useMemo(() => algorithmMenu(experiment), [experiment]);
  const families = useMemo(() => searched(menu, query), [menu, query]);
  const choices = families.flatMap((family) => family.choices);
  const current = choices[Math.min(active, choices.length - 1)];
  const optionId = (value: string) => `${id}-${value}`;

  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) search.current?.focus();
    else search.current?.closest('dialog')?.focus();
  }, []);
  useEffect(() => {
    if (current) document.getElementById(`${id}-${current.value}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, current]);

  const choose = (value: string) => {
    onChoose(value);
    onClose();
  };
  const move = (by: number) => setActive(Math.max(0, Math.min(choices.length - 1, Math.min(active, choices.length - 1) + by)));
  const press = (event: KeyboardEvent) => {
    // A menu has keys of its own.
    if (isComparing) return;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[event.key];
    if (by !== undefined) move(by);
    else if (event.key === 'Enter' && current && !(event.target instanceof HTMLButtonElement)) choose(current.value);
    else {
      // Whoever types is searching, wherever the focus is; Space presses the button it stands on.
      const isLetter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isLetter) search.current?.focus();
      return;
    }
    event.preventDefault();
  };

  return (
    <Dialog
      title={title}
      onClose={onClose}
      size="tall"
      onKeyDown={press}
      head={
        <>
          <input
            ref={search}
            type="text"
            role="combobox"
            className="field dialog-search"
            placeholder="Search by name, author, part or idea"
            aria-label="Search algorithms"
            aria-expanded={!isComparing}
            aria-autocomplete="list"
            aria-controls={`${id}-list`}
            aria-activedescendant={current ? optionId(current.value) : undefined}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="done"
            value={query}
            onChange={(event) => {
              setComparing(false);
              setQuery(event.target.value);
              setActive(0);
            }}
          />
          <button type="button" className="button algorithms-compare" aria-pressed={isComparing} onClick={() => setComparing(!isComparing)}>
            Compare two
          </button>
          <p className="visually-hidden" role="status">
            {query === '' ? '' : `${choices.length} of ${menu.reduce((sum, family) => sum + family.choices.length, 0)} algorithms`}
          </p>
        </>
      }
    >
      {isComparing ? <CompareAlgorithms menu={menu} onChoose={choose} /> : null}
      <div id={`${id}-list`} role="listbox" aria-label="Algorithms" className="algorithms-list" hidden={isComparing}>
        {families.map((family, index) => (
          <div key={family.label} role="group" aria-labelledby={`${id}-family-${index}`}>
            <h3 id={`${id}-family-${index}`} className="caption" role="presentation">
              {family.label}
            </h3>
            {family.choices.map((choice) => (
              <Option
                key={choice.value}
                id={optionId(choice.value)}
                choice={choice}
                isActive={choice === current}
                onPoint={() => setActive(choices.indexOf(choice))}
                onChoose={() => choose(choice.value)}
              />
            ))}
          </div>
        ))}
      </div>
      {choices.length === 0 && !isComparing ? (
        <p className="algorithms-none">
          Nothing here is called “{query}”. Look for a part of it, such as “ball” or “gate”, or{' '}
          <button type="button" className="link-button" onClick={() => choose(OWN)}>
            put it together yourself
          </button>
          .
        </p>
      ) : null}
    </Dialog>
  );
}

interface OptionProps {
  readonly id: string;
  readonly choice: AlgorithmChoice;
  readonly isActive: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Option({ id, choice: { value, label, idea, cost, radius, unlike }, isActive, onPoint, onChoose }: OptionProps) {
  const { color, dash } = algorithmStyle(value);
  const { range, note } = radiusWords(radius);
  return (
    // Keys are taken by the dialog: in a list box only the active option has them.
    <div
      id={id}
      role="option"
      className="algorithm"
      aria-describedby={`${id}-unlike`}
      aria-selected={isActive}
      tabIndex={-1}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <Swatch style={{ color: `var(--run-${color})`, dash }} />
      <b className="algorithm-label">{label}</b>
      <span className="algorithm-facts">
        <span>{cost}</span> <span>{range}</span>
        {note ? <em>{note}</em> : null}
      </span>
      <span className="algorithm-idea">{idea}</span>
      {unlike.length > 0 ? (
        <span id={`${id}-unlike`} className="algorithm-unlike" aria-hidden="true">
          Unlike SAM: {unlike.join(' · ')}
        </span>
      ) : null}
    </div>
  );
}
