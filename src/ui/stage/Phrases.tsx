import { Fragment } from 'react';
import type { Phrase } from '../../store/phrase';
import type { RunStyle } from '../theme/palette';

/** A sentence in which runs have their colour. */
export function Phrases({ phrases, styles }: { readonly phrases: readonly Phrase[]; readonly styles: ReadonlyMap<string, RunStyle> }) {
  return (
    <p className="stage-sentence" role="status">
      {phrases.map((phrase, index) => (
        <Fragment key={index}>
          {typeof phrase === 'string' ? (
            phrase
          ) : 'strong' in phrase ? (
            <b>{phrase.strong}</b>
          ) : (
            <b style={{ color: styles.get(phrase.run)?.text }}>{phrase.label}</b>
          )}
        </Fragment>
      ))}
    </p>
  );
}
