import { useEffect, useRef, useState } from 'react';
import { CHANNEL, type FromNotes, type FromPage } from './notesChannel';
import './NotesWindow.css';

/** For whoever teaches: what to say at this step, what comes next, and how long the lesson has taken. */
export function NotesWindow() {
  const [told, setTold] = useState<FromPage | null>(null);
  const say = useRef<(message: FromNotes) => void>(() => {});
  useEffect(() => {
    document.title = 'Notes · Basin';
    const channel = new BroadcastChannel(CHANNEL);
    say.current = (message) => channel.postMessage(message);
    channel.onmessage = ({ data }: MessageEvent<FromPage | FromNotes>) => {
      if (data.type !== 'step') return;
      // A lesson that is closed elsewhere is not this one.
      setTold((before) => (data.step === null && before?.page !== data.page ? before : data));
    };
    say.current({ type: 'ask' });
    return () => channel.close();
  }, []);
  const step = told?.step;
  if (!told || !step) {
    return (
      <main className="notes">
        <h1>No lesson is open</h1>
        <p className="notes-text">Open one under Lessons in the window of the page: its notes come here.</p>
      </main>
    );
  }
  const go = (by: 1 | -1) => say.current({ type: 'go', page: told.page, by });
  return (
    <main className="notes">
      <header className="notes-head">
        <p>
          {step.lesson} · {step.at} / {step.of}
        </p>
        <Elapsed key={told.began} since={told.began} />
      </header>
      <h1>{step.title}</h1>
      <p className="notes-text" role="status">
        {step.notes}
      </p>
      <section className="notes-next" aria-label="What comes next">
        {step.next ? (
          <>
            <h2>Next: {step.next.title}</h2>
            <p>{step.next.notes}</p>
          </>
        ) : (
          <h2>This is the last step.</h2>
        )}
      </section>
      <footer className="notes-foot">
        <button type="button" className="button" disabled={step.at === 1} onClick={() => go(-1)}>
          Back
        </button>
        <button type="button" className="button button-primary" disabled={!step.next} onClick={() => go(1)}>
          Next
        </button>
      </footer>
    </main>
  );
}

/** Minutes and seconds since the lesson was begun, or since this was pressed. */
function Elapsed({ since }: { readonly since: number }) {
  const [start, setStart] = useState(since);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - start) / 1000));
  const restart = () => {
    setNow(Date.now());
    setStart(Date.now());
  };
  return (
    <p className="notes-elapsed">
      <time role="timer" aria-label="Elapsed">
        {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, '0')}
      </time>
      <button type="button" className="link-button" onClick={restart}>
        from 0:00
      </button>
    </p>
  );
}
