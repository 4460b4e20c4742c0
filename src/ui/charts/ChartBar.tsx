import { useStore } from 'zustand';
import { setField } from '../../core/settings/edit';
import { viewFields } from '../../core/settings/viewFields';
import { runLabels } from '../../core/settings/runLabels';
import { zoomed } from '../../store/chartView';
import { usePageState, useTools } from '../pageContext';
import { PinIcon } from '../runs/PinnedRows';
import { drawnNames, drawnStyles, useReferences } from '../runs/references';
import { Swatch } from '../runs/Swatch';
import './ChartBar.css';

/** State that all charts share: whose curves are drawn, how smooth, against what, which part; and the pictures of the past. */
export function ChartBar() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const { ema, zoom, x } = usePageState((state) => state.experiment.view);
  const hasPictures = usePageState((state) => (state.group?.boundaries.size ?? 0) > 0);
  const muted = useStore(page.view, (view) => view.muted);
  const references = useReferences();
  const styles = drawnStyles(experiment, references);
  const names = drawnNames(experiment, references);
  const set = (path: string, value: string) => page.edit(setField(page.store.getState().experiment, path, value));
  const choices = (field: typeof viewFields.ema | typeof viewFields.x) => (field.control.kind === 'choice' ? field.control.options : []);
  return (
    <div className="chart-bar" role="group" aria-label="All charts" data-pins={references.length > 0}>
      <div className="chart-chips">
        {[...references, ...runLabels(experiment)].map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="chart-chip"
            aria-pressed={!muted.has(id)}
            title={`${label}: show or hide; double-click or Alt-click shows it alone`}
            onClick={(event) => (event.altKey ? page.solo(id) : page.mute(id))}
            onDoubleClick={(event) => {
              // Its two clicks have muted and unmuted it.
              if (!event.altKey) page.solo(id);
            }}
          >
            <Swatch style={styles.get(id)} />
            {references.some((reference) => reference.id === id) ? <PinIcon /> : null}
            {names.get(id) ?? label}
          </button>
        ))}
      </div>
      <label title={`${viewFields.ema.help} (S)`}>
        {viewFields.ema.label}
        <select
          aria-label={viewFields.ema.label}
          value={ema}
          aria-keyshortcuts="s"
          onChange={(event) => set('view.ema', event.target.value)}
        >
          {choices(viewFields.ema).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label title={`${viewFields.x.help} (X)`}>
        Against
        <select aria-label={viewFields.x.label} value={x} aria-keyshortcuts="x" onChange={(event) => set('view.x', event.target.value)}>
          {choices(viewFields.x).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <span className="chart-bar-buttons">
        <Small name="Picture before" hotkey="[" isOff={!hasPictures} text="‹" onClick={() => page.showPicture(-1)} />
        <Small name="Picture after" hotkey="]" isOff={!hasPictures} text="›" onClick={() => page.showPicture(1)} />
        <Small name="Unzoom" hotkey="Z" isOff={zoom.length < 2} text="Unzoom" isRare onClick={() => resetZoom(page)} />
      </span>
    </div>
  );
}

/** Shows all of every chart again. */
export function resetZoom(page: ReturnType<typeof useTools>['page']): void {
  const { experiment } = page.store.getState();
  page.edit({ ...experiment, view: zoomed(experiment.view, null) });
}

interface SmallProps {
  readonly name: string;
  readonly hotkey: string;
  readonly text: string;
  readonly isOff: boolean;
  /** Gives its room to the others where there is little and it is off. */
  readonly isRare?: true;
  readonly onClick: () => void;
}

function Small({ name, hotkey, text, isOff, isRare, onClick }: SmallProps) {
  return (
    <button
      type="button"
      className="chart-chip"
      data-rare={isRare}
      disabled={isOff}
      aria-label={name}
      title={`${name} (${hotkey})`}
      onClick={onClick}
    >
      {text}
    </button>
  );
}
