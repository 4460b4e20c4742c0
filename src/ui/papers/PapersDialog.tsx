import { useEffect, useRef, useState } from 'react';
import { chooseKind, setField } from '../../core/settings/edit';
import { isDataset, paperMenu } from '../../core/settings/paperMenu';
import { Dialog } from '../dialogs/Dialog';
import { usePageState, useTools } from '../pageContext';
import './papers.css';

/** The papers' experiments: searched, under their papers. Choosing one takes its data set, where that is stored here. */
export function PapersDialog({ onClose }: { readonly onClose: () => void }) {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const datasets = usePageState((state) => state.datasets) ?? [];
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  // Touch needs no keyboard here: the search field takes the focus only where a mouse points.
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) search.current?.focus();
  }, []);
  const groups = paperMenu(query);
  const found = groups.reduce((sum, { choices }) => sum + choices.length, 0);

  const choose = (value: string, needs: string) => {
    const chosen = chooseKind(experiment, 'preset', value);
    const stored = datasets.find(({ name }) => isDataset(name, needs));
    page.edit(stored ? setField(chosen, 'data.set', stored.id) : chosen);
    onClose();
  };
  return (
    <Dialog
      title="Start from a paper"
      onClose={onClose}
      size="tall"
      head={
        <>
          <input
            ref={search}
            type="search"
            className="field dialog-search"
            placeholder="Network, data set, author or noise"
            aria-label="Search experiments"
            autoComplete="off"
            spellCheck={false}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <p className="visually-hidden" role="status">
            {query === '' ? '' : `${found} experiments`}
          </p>
        </>
      }
    >
      <div className="papers-list">
        {groups.map(({ authors, source, choices }) => (
          <section key={authors} aria-label={authors}>
            <h3 className="caption">
              {authors} <span className="papers-source">{source}</span>
            </h3>
            <ul>
              {choices.map(({ value, label, help, needs, instead }) => (
                <li key={value}>
                  <button type="button" aria-current={experiment.preset === value} title={help} onClick={() => choose(value, needs)}>
                    {label}
                    {instead ? <span className="papers-instead">{instead}</span> : null}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {found === 0 ? (
          <p className="papers-none">No experiment has all these words. Try one of them, such as “ResNet” or “noise”.</p>
        ) : null}
      </div>
    </Dialog>
  );
}
