import { useEffect, useState } from 'react';
import { documentOf } from '../../store/document';
import { memory } from '../format';
import { usePageState, useTools } from '../pageContext';
import { Copy } from './Copy';
import { linkWithResults } from './linkWithResults';

type Made = { readonly link: string; readonly bytes: number } | 'too-long' | 'failed';

/** A link that carries its curves, as far as a link can: made when the dialog opens and whenever training has stopped since. */
export function ResultsLink() {
  const { page, base } = useTools();
  const rows = usePageState(({ group }) => group?.history.points ?? 0);
  const isTraining = usePageState(({ group }) => group?.phase === 'running' || group?.phase === 'preparing');
  const isFromFile = usePageState(({ group }) => group !== null && group.weights !== null);
  // What was made of fewer rows is not what is on screen.
  const [last, setLast] = useState<{ readonly rows: number; readonly made: Made } | null>(null);
  const made = !isTraining && !isFromFile && last?.rows === rows ? last.made : null;
  useEffect(() => {
    if (isTraining || isFromFile) return;
    const document = documentOf(page.store.getState(), { userAgent: '', date: new Date().toISOString() });
    if (!document) return;
    let isWanted = true;
    const tell = (told: Made) => isWanted && setLast({ rows, made: told });
    linkWithResults(document).then(
      (found) => tell(found ? { link: `${base}#${found.hash}`, bytes: found.bytes } : 'too-long'),
      // A browser without CompressionStream.
      () => tell('failed'),
    );
    return () => {
      isWanted = false;
    };
  }, [page, base, rows, isTraining, isFromFile]);
  if (rows === 0) return null;
  return (
    <div className="share-buttons">
      {made !== null && typeof made === 'object' ? (
        <Copy text={made.link} label={`Copy link with results (${memory(made.bytes)})`} confirmation="Link with results copied" />
      ) : (
        <button type="button" className="button" disabled>
          Copy link with results
        </button>
      )}
      <span className="share-aside">{isFromFile ? FROM_FILE : noteOn(made, isTraining)}</span>
    </div>
  );
}

/** Whoever pressed Run there would get other curves. */
const FROM_FILE =
  'These runs started from weights of a file, which no link carries. Download the file of results instead: Save JSON below.';

function noteOn(made: Made | null, isTraining: boolean): string {
  if (isTraining) return 'Pause first: then the curves are whole.';
  if (made === 'too-long') return 'These results are too large for a link (more than 8 KiB). Download the file instead: Save JSON below.';
  if (made === 'failed') return 'This browser cannot compress, so results do not fit a link. Download the file instead: Save JSON below.';
  return 'Whoever opens it sees these curves, with fewer points, until they press Run.';
}
