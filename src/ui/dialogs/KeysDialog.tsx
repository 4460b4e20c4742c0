import { useState } from 'react';
import { hasMeaning, keysAreOn, shortcuts, switchKeys } from '../page/keyboard';
import { useTools } from '../pageContext';
import { Dialog } from './Dialog';

/** All keys of the page, each a button that does the same, and how to do without them. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const tools = useTools();
  const [areOn, setOn] = useState(keysAreOn);
  const [isRemembered, setRemembered] = useState(true);
  const rows = Object.entries(shortcuts).filter(([key]) => key !== '?' && hasMeaning(key, tools));
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div className="keys">
        {rows.map(([key, { label, help, act }]) => (
          <button
            key={key}
            type="button"
            onClick={() => {
              onClose();
              act(tools);
            }}
          >
            <kbd>{label}</kbd> {help}
          </button>
        ))}
        {hasMeaning('1', tools) ? (
          <p>
            <kbd>1 … 8</kbd> That chart, counted from the top
          </p>
        ) : null}
      </div>
      <label className="keys-switch">
        <input
          type="checkbox"
          checked={areOn}
          onChange={({ target }) => {
            setOn(target.checked);
            setRemembered(switchKeys(target.checked));
          }}
        />
        <span>
          Single keys are on. Switch them off if you speak or write with an aid that types letters; the buttons stay.
          {isRemembered ? null : ' This browser refuses to remember it.'}
        </span>
      </label>
    </Dialog>
  );
}
