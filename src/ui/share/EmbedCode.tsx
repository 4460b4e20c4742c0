import { useId, useState } from 'react';
import { lectureFields } from '../../core/settings/lecture';
import { isPlaying } from '../../store/facts';
import { linkTo } from '../../core/settings/link';
import { usePageState, useTools } from '../pageContext';
import { Copy } from './Copy';

/** A frame for another page, with this experiment in it. */
export function EmbedCode() {
  const id = useId();
  const { base } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const isPlayed = usePageState(isPlaying);
  const [isTransparent, setTransparent] = useState(false);
  const [written, setWritten] = useState('');
  const parsed = lectureFields.origin.parse(written);
  const origin = 'value' in parsed ? parsed.value : '';
  const link = linkTo(base, {
    ...experiment,
    view: { ...experiment.view, mode: 'embed' },
    lecture: { ...experiment.lecture, lesson: '', origin, transparent: isTransparent },
  });
  const code = `<iframe src="${link.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}" title="Basin: sharpness-aware training" width="100%" height="560" style="border: 0; min-width: 320px; min-height: 240px" loading="lazy"></iframe>`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>Embed</h3>
      <p>
        {isPlayed
          ? 'The loss of two weights in a frame of your page, with its paths and everything that moves them. Nothing is trained.'
          : 'Pictures and a chart or two in a frame of your page, with Run and Reset. Nothing is trained before somebody presses Run.'}
      </p>
      <div className="share-text">
        <pre className="share-code" tabIndex={0}>
          {code}
        </pre>
        <Copy text={code} label="Copy embed code" confirmation="Copied" />
      </div>
      <div className="share-buttons">
        <label className="share-box">
          <input type="checkbox" checked={isTransparent} onChange={({ target }) => setTransparent(target.checked)} />
          No background of its own
        </label>
        <label className="share-box">
          Origin that may talk to it
          <input
            type="text"
            className="field"
            placeholder="https://example.org"
            value={written}
            aria-invalid={'illegal' in parsed}
            aria-describedby={'illegal' in parsed ? `${id}-problem` : undefined}
            onChange={({ target }) => setWritten(target.value)}
          />
        </label>
      </div>
      {'illegal' in parsed ? (
        <p id={`${id}-problem`} className="share-problem" role="status">
          {parsed.illegal}
        </p>
      ) : null}
    </section>
  );
}
