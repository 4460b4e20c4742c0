import { useId } from 'react';
import { useStore } from 'zustand';
import { soundChoice, switchChime, switchHearing } from './soundChoice';

/** Sounds of the page: two switches among the settings of the view that are in no link. */
export function SoundControl() {
  const id = useId();
  const { isHeard, hasChime } = useStore(soundChoice);
  return (
    <fieldset className="sound-control">
      <legend className="visually-hidden">Sound</legend>
      <label title="Pitch is value, one voice per run: while training runs, and once from left to right when it stands still">
        <input type="checkbox" checked={isHeard} aria-describedby={id} aria-keyshortcuts="Shift+s" onChange={switchHearing} />
        <span>
          Hear the chart in front <kbd id={id}>Shift S</kbd>
        </span>
      </label>
      <label>
        <input type="checkbox" checked={hasChime} onChange={({ target }) => switchChime(target.checked)} />
        <span>Soft sound when training is done</span>
      </label>
    </fieldset>
  );
}
