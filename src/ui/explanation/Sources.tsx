import { useState } from 'react';
import { citationsOf } from '../../core/settings/composition';
import type { RunSettings } from '../../core/settings/experiment';
import { useTools } from '../pageContext';
import { codeAddress } from './codeAddress';

/** The papers behind a run, with links and BibTeX. */
export function Sources({ run }: { readonly run: RunSettings }) {
  const { copy } = useTools();
  const [status, setStatus] = useState('');
  const citations = citationsOf(run);
  const code = codeAddress(run.algorithm);
  const text = citations.map(({ bibtex }) => bibtex).join('\n\n');
  return (
    <section aria-label="Sources" className="how-sources">
      {citations.map(({ source, url }) => (
        <p key={source} className="how-source">
          {url ? (
            <a href={url} target="_blank" rel="noreferrer">
              {source}
            </a>
          ) : (
            source
          )}
        </p>
      ))}
      {code ? (
        <p className="how-source">
          <a href={code} target="_blank" rel="noreferrer">
            This algorithm as code
          </a>
        </p>
      ) : null}
      <details className="how-bibtex">
        <summary>BibTeX</summary>
        <pre>{text}</pre>
        <button
          type="button"
          className="button"
          onClick={async () => setStatus((await copy(text)) ? 'Copied' : 'Select the text to copy it')}
        >
          <span aria-live="polite">{status || 'Copy'}</span>
        </button>
      </details>
    </section>
  );
}
