import { useEffect, useState } from 'react';
import { costOf } from '../../core/settings/cost';
import { setField } from '../../core/settings/edit';
import { type Cause, slownessOf } from '../../store/slowness';
import { quantity } from '../format';
import { usePageState, useTools } from '../pageContext';
import { Dialog } from './Dialog';
import './SpeedDialog.css';

/** Facts and fixes about speed, and the choice between a fluent page and the most steps per second. */
export function SpeedDialog({ onClose }: { readonly onClose: () => void }) {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const backend = usePageState((state) => state.backend);
  const tabs = useTabs();
  useSeconds();
  const { group } = page.store.getState();
  const perStep = costOf(experiment).evaluations / experiment.training.steps;
  const found = slownessOf({ group, backend, experiment }, perStep, tabs);
  return (
    <Dialog title="Why so slow?" onClose={onClose}>
      <p className="speed-facts">
        {backend ? <b>{backend.backend}</b> : null} {backend?.adapter}
        {found ? (
          <>
            {' '}
            · {quantity(found.stepsPerSecond)} steps/s · {quantity(found.msPerGradient)} ms per gradient
          </>
        ) : null}
      </p>
      {found ? (
        <ol className="speed-causes">
          {found.causes.map((cause) => (
            <CauseRow key={cause.kind} cause={cause} onFixed={onClose} />
          ))}
        </ol>
      ) : (
        <p className="speed-none">Nothing is training now. Press Run: then this says where the time goes.</p>
      )}
      <fieldset className="speed-pace">
        <legend>Pace</legend>
        {PACES.map(({ value, label, help }) => (
          <label key={value}>
            <input
              type="radio"
              name="pace"
              checked={experiment.view.pace === value}
              onChange={() => page.edit(setField(page.store.getState().experiment, 'view.pace', value))}
            />
            <span>
              <b>{label}</b> {help}
            </span>
          </label>
        ))}
        <p>The numbers are the same in both.</p>
      </fieldset>
    </Dialog>
  );
}

const PACES = [
  { value: 'smooth', label: 'Smooth', help: 'Short blocks of about 10 ms; curves move as they come.' },
  { value: 'turbo', label: 'Turbo', help: 'Long blocks, the most steps per second; curves twice a second.' },
] as const;

function CauseRow({ cause: { share, sentence, fixes }, onFixed }: { readonly cause: Cause; readonly onFixed: () => void }) {
  const { page } = useTools();
  return (
    <li>
      <span className="speed-share">{share === null ? '×' : `${Math.round(100 * share)} %`}</span>
      <span className="speed-cause">
        <span>{sentence}</span>
        {fixes.map(({ label, experiment, isRestart }) => (
          <button
            key={label}
            type="button"
            className="button"
            title={isRestart ? 'Training starts over' : undefined}
            onClick={() => {
              page.edit(experiment);
              onFixed();
            }}
          >
            {label}
          </button>
        ))}
      </span>
    </li>
  );
}

/** Draws once a second: figures that change with every frame cannot be read. */
function useSeconds(): void {
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
}

/** Tabs of this page that have a training thread, by the locks those hold; 1 where that cannot be asked. */
function useTabs(): number {
  const [tabs, setTabs] = useState(1);
  useEffect(() => {
    if (!('locks' in navigator)) return;
    navigator.locks.query().then(
      ({ held = [] }) => setTabs(Math.max(1, held.filter(({ name }) => name?.startsWith('basin-training-')).length)),
      () => setTabs(1),
    );
  }, []);
  return tabs;
}
