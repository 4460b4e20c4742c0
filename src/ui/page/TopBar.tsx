import { type ReactNode, type Ref, useRef } from 'react';
import { chooseKind } from '../../core/settings/edit';
import { presetMenu } from '../../core/settings/form';
import { isPlaying } from '../../store/facts';
import { togglePresenter, toggleValley } from './keyboard';
import { Mark } from './Mark';
import { usePageState, useTools } from '../pageContext';
import { ProgressBar } from './ProgressBar';
import { Share } from '../share/Share';
import { useHidden } from './useHidden';
import './TopBar.css';
import { useNarrow } from '../theme/useMedia';
import { toggleTheme } from '../theme/useTheme';
import { useRunWord, Verbs } from './Verbs';

/** Opens the list of papers; no preset is called so. */
const PAPERS = 'papers…';

/**
 * Run and its neighbours, always in reach. On a phone only what comes first stays when the page is scrolled, the verbs stand at
 * the lower edge (`PhoneFoot`), and the icons give way: it has neither keys nor a projector, its QR code is under Share, and
 * light or dark among the settings of the view.
 */
export function TopBar() {
  const { page } = useTools();
  const run = useRef<HTMLButtonElement>(null);
  const isNarrow = useNarrow();
  const isPlayed = usePageState(isPlaying);
  const mark = (
    <h1 className="top-bar-mark">
      <Mark />
      Basin
    </h1>
  );
  const lessons = (
    <button type="button" className="button top-bar-lessons" aria-haspopup="dialog" onClick={() => page.openDialog('lessons')}>
      Lessons
    </button>
  );
  const valley = (
    <button
      type="button"
      className="button top-bar-valley"
      onClick={() => toggleValley({ page })}
      title={isPlayed ? 'Back to the page that trains networks (V)' : 'A loss of two weights: drag the start and watch the paths (V)'}
      aria-keyshortcuts="v"
    >
      {isPlayed ? 'Train networks' : 'Valley'}
    </button>
  );
  if (isNarrow)
    return (
      <header className="top-bar">
        <div className="top-bar-first">
          {mark}
          {isPlayed ? (
            <>
              {valley}
              {lessons}
            </>
          ) : (
            <>
              <RunButton button={run} />
              <ProgressBar />
            </>
          )}
          <Share />
        </div>
        {isPlayed ? null : (
          <div className="top-bar-rest">
            <PresetMenu />
            {valley}
            {lessons}
          </div>
        )}
      </header>
    );
  return (
    <header className="top-bar">
      <div className="top-bar-first">
        {mark}
        {isPlayed ? (
          valley
        ) : (
          <>
            <PresetMenu />
            <RunButton button={run} />
            <ProgressBar />
          </>
        )}
      </div>
      <div className="top-bar-rest">
        {/* What comes after these is Run: Space should mean it again. */}
        {isPlayed ? null : (
          <>
            <Verbs then={() => run.current?.focus()} />
            {valley}
          </>
        )}
        {lessons}
        <Share />
        <span className="top-bar-icons">
          <IconButton name="QR code of the link" hotkey="q" onClick={() => page.openDialog('qr')}>
            <path d={QR_ICON} fill="currentColor" />
          </IconButton>
          <IconButton name="Presenter, for projectors" hotkey="p" onClick={() => togglePresenter({ page })}>
            <path d="M1.500 2.500h13v8.500h-13zM8 11v2.500M5 14l3-1 3 1" fill="none" stroke="currentColor" strokeWidth="1.6" />
          </IconButton>
          <IconButton name="Light or dark" hotkey="t" onClick={() => toggleTheme(page)}>
            <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
            <path d="M8 1.8a6.200 6.200 0 0 1 0 12.400z" fill="currentColor" />
          </IconButton>
          <IconButton name="Keys" hotkey="?" onClick={() => page.openDialog('keys')}>
            <path
              d="M5.500 5.800c0-3.400 5-3.300 5-.300 0 2-2.500 2-2.500 4.200M8 12v1.800"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.6"
              strokeLinecap="round"
            />
          </IconButton>
        </span>
      </div>
    </header>
  );
}

/** Menu of starting points; nothing where the link hides it. */
function PresetMenu() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const isHidden = useHidden().has('presets');
  const preset = presetMenu(experiment);
  if (isHidden) return null;
  return (
    <select
      className="top-bar-preset"
      aria-label="Start from a preset"
      title={preset.help}
      value={preset.kind}
      onChange={(event) => {
        if (event.target.value === PAPERS) page.openDialog('papers');
        else page.edit(chooseKind(experiment, preset.path, event.target.value));
      }}
    >
      {preset.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
      <option value={PAPERS}>From a paper…</option>
    </select>
  );
}

/** Run, pause, or go on. Where there are keys, Space means it from the start. */
function RunButton({ button }: { readonly button: Ref<HTMLButtonElement> }) {
  const { page } = useTools();
  const isNarrow = useNarrow();
  const word = useRunWord();
  return (
    // The page is an instrument and this is its start button.
    <button
      ref={button}
      type="button"
      className="button button-primary top-bar-run"
      autoFocus={!isNarrow}
      onClick={page.toggle}
      aria-keyshortcuts="Space"
    >
      {word} <kbd>Space</kbd>
    </button>
  );
}

const QR_ICON =
  'M1 1h6v6H1zm1.500 1.500v3h3v-3zM9 1h6v6H9zm1.500 1.500v3h3v-3zM1 9h6v6H1zm1.500 1.500v3h3v-3zM9 9h2.500v2.500H9zM12.500 9H15v2h-2.500zM11.500 12H15v3h-2v-1.500h-1.500zM9 13h1.500v2H9z';

interface IconProps {
  readonly name: string;
  readonly hotkey: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function IconButton({ name, hotkey, onClick, children }: IconProps) {
  return (
    <button
      type="button"
      className="button button-quiet top-bar-icon"
      onClick={onClick}
      aria-label={name}
      title={`${name} (${hotkey.toUpperCase()})`}
      aria-keyshortcuts={hotkey}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" fillRule="evenodd" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}
