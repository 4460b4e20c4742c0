import { useCallback, useEffect, useRef, useState } from 'react';
import { linkTo } from '../../core/settings/link';
import { useHost } from '../embed/useHost';
import { Notices } from '../notices/Notices';
import { ErrorBoundary } from '../page/ErrorBoundary';
import { togglePresenter } from '../page/keyboard';
import { TopBar } from '../page/TopBar';
import { usePageState, useTools } from '../pageContext';
import { toggleTheme } from '../theme/useTheme';
import { PathCurves } from './PathCurves';
import { LossChoice, PlayControls } from './PlayControls';
import { endsInWords } from './sentence';
import { Stage } from './Stage';
import { StepScrubber } from './StepScrubber';
import { type Playing, usePlay } from './usePlay';
import './Valley.css';

/** A loss that fits on the screen, instead of the page that trains: there is nothing to run. */
export function ValleyScreen() {
  const playing = usePlay();
  const mode = usePageState((state) => state.experiment.view.mode);
  if (!playing) return null;
  if (mode === 'embed') return <EmbeddedValley playing={playing} />;
  return (
    <div className="valley" data-mode={mode}>
      {mode === 'present' ? null : <TopBar />}
      <ErrorBoundary what="Notices">
        <Notices />
      </ErrorBoundary>
      <Playground playing={playing} />
      {mode === 'present' ? <PresentedBar /> : null}
    </div>
  );
}

function Playground({ playing }: { readonly playing: Playing }) {
  const { values, change, drawn, kind } = playing;
  const [hovered, setHovered] = useState<number | null>(null);
  const [isScrubbed, setScrubbed] = useState(false);
  const step = Math.min(values.vsteps, hovered ?? values.vstep);
  const scrub = useCallback(
    (to: number) => {
      setScrubbed(true);
      change({ vstep: to });
    },
    [change],
  );
  const [first, ...rest] = endsInWords(drawn, values.vsteps);
  return (
    <main className="valley-main">
      <LossChoice kind={kind} />
      <p className="valley-sentence" role="status">
        <Coloured text={first ?? ''} drawn={drawn} />
        {rest.length > 0 ? (
          <span>
            {' '}
            <Coloured text={rest.join(' ')} drawn={drawn} />
          </span>
        ) : null}
      </p>
      <Stage playing={playing} step={step} onHover={setHovered} />
      <StepScrubber playing={playing} step={step} onChange={scrub} />
      <PlayControls playing={playing} />
      <PathCurves playing={playing} step={hovered ?? (isScrubbed || values.vstep > 0 ? step : null)} />
    </main>
  );
}

/** A sentence with every method's name in its colour. */
function Coloured({ text, drawn }: { readonly text: string; readonly drawn: Playing['drawn'] }) {
  // Longer names first: one may end like another.
  const labels = drawn.map(({ label }) => label).sort((one, other) => other.length - one.length);
  const styles = new Map(drawn.map(({ label, style }) => [label, style]));
  const pieces: string[] = labels.reduce(
    (parts: string[], label) =>
      parts.flatMap((part) =>
        styles.has(part) ? [part] : part.split(label).flatMap((piece, index) => (index === 0 ? [piece] : [label, piece])),
      ),
    [text],
  );
  return pieces.map((piece, index) => {
    const style = styles.get(piece);
    return style ? (
      <b key={index} style={{ color: style.text }}>
        {piece}
      </b>
    ) : (
      piece
    );
  });
}

/** In a frame of another page. */
function EmbeddedValley({ playing }: { readonly playing: Playing }) {
  const { base } = useTools();
  const place = useRef<HTMLDivElement>(null);
  useHost(place);
  const experiment = usePageState((state) => state.experiment);
  const isTransparent = experiment.lecture.transparent;
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.embedded = isTransparent ? 'transparent' : '';
    return () => void delete dataset.embedded;
  }, [isTransparent]);
  const whole = {
    ...experiment,
    view: { ...experiment.view, mode: 'page' as const },
    lecture: { ...experiment.lecture, origin: '', transparent: false },
  };
  return (
    <div ref={place} className="valley" data-mode="embed">
      <h1 className="visually-hidden">Basin</h1>
      <Notices />
      <Playground playing={playing} />
      <a className="valley-open" href={linkTo(base, whole)} target="_blank" rel="noopener">
        Open full playground <span aria-hidden="true">↗</span>
      </a>
    </div>
  );
}

/** On a projector: what the keys do, as buttons. */
function PresentedBar() {
  const tools = useTools();
  const { page } = tools;
  const keys = [
    ['Theme', 'T', () => toggleTheme(page)],
    ['QR', 'Q', () => page.openDialog('qr')],
    ['Keys', '?', () => page.openDialog('keys')],
    ['Leave', 'Esc', () => togglePresenter(tools)],
  ] as const;
  return (
    <footer className="valley-keys" aria-label="Controls">
      <h1>A loss of two weights</h1>
      {keys.map(([name, hotkey, act]) => (
        <button key={name} type="button" className="button button-quiet" onClick={act}>
          {name} <kbd>{hotkey}</kbd>
        </button>
      ))}
    </footer>
  );
}
