import { useRef } from 'react';
import { chooseKind } from '../core/settings/edit';
import { presetMenu } from '../core/settings/form';
import { Mark } from './Mark';
import { usePageState, useTools } from './pageContext';
import { ProgressBar } from './ProgressBar';
import { Share } from './share/Share';
import './TopBar.css';
import { useTheme } from './useTheme';

/** Run and its neighbours, always in reach. */
export function TopBar() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const phase = usePageState((state) => state.group?.phase);
  const isRecorded = usePageState((state) => state.recorded !== null);
  const isBegun = usePageState((state) => state.group?.phase === 'paused' && state.group.step > 0);
  const preset = presetMenu(experiment);
  const isRunning = !isRecorded && (phase === 'running' || phase === 'preparing');
  const { toggleTheme } = useTheme();
  const run = useRef<HTMLButtonElement>(null);
  /** What comes after these is Run: Space should mean it again. */
  const andReady = (verb: () => void) => () => {
    verb();
    run.current?.focus();
  };
  return (
    <header className="top-bar">
      <h1 className="top-bar-mark">
        <Mark />
        Basin
      </h1>
      <select
        className="top-bar-preset"
        aria-label="Start from a preset"
        title={preset.help}
        value={preset.kind}
        onChange={(event) => page.edit(chooseKind(experiment, preset.path, event.target.value))}
      >
        {preset.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {/* biome-ignore lint/a11y/noAutofocus: the page is an instrument and this is its start button. */}
      <button
        ref={run}
        type="button"
        className="button button-primary top-bar-run"
        autoFocus
        onClick={page.toggle}
        aria-keyshortcuts="Space"
      >
        {isRunning ? 'Pause' : !isRecorded && isBegun ? 'Go on' : 'Run'} <kbd>Space</kbd>
      </button>
      <button type="button" className="button" onClick={page.step} title="One step of every run (.)" aria-keyshortcuts=".">
        Step
      </button>
      <button
        type="button"
        className="button"
        onClick={andReady(page.reset)}
        title="Back to step 0 with the same first weights (R)"
        aria-keyshortcuts="r"
      >
        Reset
      </button>
      <button
        type="button"
        className="button"
        onClick={andReady(page.newSeed)}
        title="New data, first weights and batches (N)"
        aria-keyshortcuts="n"
      >
        New seed
      </button>
      <ProgressBar />
      <Share />
      <button
        type="button"
        className="button button-quiet top-bar-theme"
        onClick={toggleTheme}
        aria-label="Light or dark"
        title="Light or dark (T)"
        aria-keyshortcuts="t"
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
          <path d="M8 1.8a6.200 6.200 0 0 1 0 12.400z" fill="currentColor" />
        </svg>
      </button>
    </header>
  );
}
