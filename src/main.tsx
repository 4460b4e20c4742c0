/** Wires the page: worker, store, address, clock and screen. Nothing here decides anything. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import { createRoot } from 'react-dom/client';
import { deferred } from './store/deferred';
import { createPage } from './store/page';
import type { Studies } from './store/study/studies';
import type { Recording } from './core/protocol/recording';
import { App } from './ui/page/App';
import { keepOffline } from './offline/registration';
import { drawInterval } from './ui/theme/calm';
import { createDrawScheduler } from './ui/drawing/drawScheduler';
import { late } from './ui/page/late';
import { surviveTranslation } from './ui/page/translation';
import { NOTES_HASH } from './ui/lessons/notesChannel';
import { settingsInQuery } from './core/settings/link/words';
import { openTrainer } from './worker/client';

/** This window shows the notes of a lesson that another one follows, and trains nothing. */
const isNotes = location.hash === NOTES_HASH;
const NotesWindow = late('The notes', async () => (await import('./ui/lessons/NotesWindow')).NotesWindow);

const now = () => performance.now();

/** A hidden page has no frames, and training must go on. */
function nextFrame(then: () => void): void {
  if (document.hidden) setTimeout(then, 1000);
  else requestAnimationFrame(then);
}

// Settings after `?`, where a program took the hash mark for something else, are moved to where they belong.
const misplaced = location.hash.length > 1 ? '' : settingsInQuery(location.search);
if (misplaced !== '') history.replaceState(null, '', `${location.pathname}#${misplaced}`);

const page = createPage({
  address: {
    read: () => location.hash.slice(1),
    replace: (hash) => history.replaceState(null, '', hash === '' ? location.pathname + location.search : `#${hash}`),
    push(hash) {
      const url = hash === '' ? location.pathname + location.search : `#${hash}`;
      // The Back of the page around is for that page.
      if (isEmbedded()) history.replaceState(null, '', url);
      else history.pushState(null, '', url);
    },
    listen(onMove) {
      addEventListener('popstate', onMove);
      addEventListener('hashchange', onMove);
      return () => {
        removeEventListener('popstate', onMove);
        removeEventListener('hashchange', onMove);
      };
    },
  },
  send: (command) => engine.send(command),
  now,
  nextFrame,
  newKey: () => crypto.getRandomValues(new Uint32Array(2)).join('-'),
  inflate: async (bytes) => (await import('./ui/share/deflate')).inflated(bytes),
});
document.addEventListener('visibilitychange', () => page.setHidden(document.hidden));
const isEmbedded = () => page.store.getState().experiment.view.mode === 'embed';
const engine = deferred(
  () => openTrainer({ onMessage: page.receive, onLoss: page.lose, locks: navigator.locks, session: ownSession() }).send,
);
const wakeUnlessEmbedded = () => {
  if (!isEmbedded() && !isNotes) engine.wake();
};
wakeUnlessEmbedded();
page.store.subscribe(wakeUnlessEmbedded);

const scheduler = createDrawScheduler({ nextFrame, now, interval: () => drawInterval(page.store.getState().experiment.view) });
page.store.subscribe((state, before) => {
  if (state.group !== before.group) scheduler.touch();
});

/** What this tab remembers across reloads; nothing where the browser refuses it. */
function ownSession(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused, or not a secure page: the caller says how to copy by hand.
    return false;
  }
}

async function showRecording(): Promise<void> {
  const answer = await fetch(new URL('./recorded/default.json', document.baseURI));
  const type = answer.headers.get('content-type') ?? '';
  if (answer.ok && type.includes('json')) page.show((await answer.json()) as Recording);
}

let studies: Promise<Studies> | undefined;
/** Kept although nobody looks at them: their threads go on. Asked for again where they could not be loaded. */
function loadStudies(): Promise<Studies> {
  studies ??= import('./headless/studyTools').then(({ openStudies }) => openStudies(page));
  studies.catch(() => (studies = undefined));
  return studies;
}

const offline = keepOffline(import.meta.env.PROD && !isEmbedded());

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
surviveTranslation(document.body);
if (isNotes) createRoot(root).render(<NotesWindow />);
else {
  createRoot(root).render(
    <App page={page} scheduler={scheduler} offline={offline} copy={copy} studies={loadStudies} base={location.href.replace(/#.*$/, '')} />,
  );
  page.open();
  // Without a recording the page starts empty, which is a state it has words for.
  showRecording()
    .catch(() => {})
    .finally(page.prepare);
}
