import { useState } from 'react';
import type { Experiment } from '../../core/settings/experiment';
import { fitted, type Fitted, isBeyond } from '../../core/settings/fit';
import { isDataset } from '../../core/settings/paperMenu';
import { presets } from '../../core/settings/presets';
import { factsAbout, planOf } from '../../store/facts';
import { usePageState, useTools } from '../pageContext';
import './papers.css';

/** Seconds a person waits for without going away. */
const SECONDS = 300;

/** Which paper an experiment is from and what of it was filled in, what data it needs, and a way to make it fit this device. */
export function PaperNote() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const datasets = usePageState((state) => state.datasets);
  const msPerGradient = usePageState((state) => state.msPerGradient);
  const msPerMeasurement = usePageState((state) => state.msPerMeasurement);
  const msPerPictures = usePageState((state) => state.msPerPictures);
  const [made, setMade] = useState<{ readonly before: Experiment; readonly fit: Fitted } | null>(null);
  const paper = presets[experiment.preset]?.paper;
  const facts = factsAbout({ experiment, datasets });
  const stored = datasets?.find(({ id }) => id === experiment.data.values.set);
  const counts = stored ? { stored } : {};
  const isTooLarge = facts !== undefined && isBeyond(experiment, facts, counts);
  const seconds = isTooLarge ? null : planOf({ experiment, datasets, msPerGradient, msPerMeasurement, msPerPictures }).seconds;
  const isLong = isTooLarge || (seconds ?? 0) > SECONDS;
  const undo = made?.fit.experiment === experiment ? made : null;
  if (!paper && !isLong && !undo) return null;

  const fit = () => {
    if (!facts) return;
    const result = fitted(experiment, facts, { msPerGradient: isTooLarge ? null : msPerGradient, ...counts }, SECONDS);
    setMade({ before: experiment, fit: result });
    page.edit(result.experiment);
  };
  const otherData = paper && stored && !isDataset(stored.name, paper.needs) ? stored.name : undefined;
  return (
    <section className="paper-note" aria-label="From a paper">
      {paper ? (
        <>
          <p>
            As in {paper.authors}, {paper.source}.
          </p>
          {paper.instead ? <p>{paper.instead}</p> : null}
          <p className="paper-note-filled">Not stated there and filled in: {paper.filledIn.join('; ')}.</p>
          {facts ? null : (
            <p>
              It is about <b>{paper.needs}</b>, which is not here: bring {paper.instead ? 'what takes its place' : 'it'} under “Your data”.
            </p>
          )}
          {otherData ? (
            <p>
              It is about <b>{paper.needs}</b>; the data chosen are <b>{otherData}</b>.
            </p>
          ) : null}
        </>
      ) : null}
      {undo ? (
        <>
          <p role="status">
            {undo.fit.changes.length === 0 ? 'Nothing had to be changed.' : 'Made smaller for this device:'}
            {undo.fit.fits ? '' : ' Even so it does not fit; choose another network.'}
          </p>
          <ul>
            {undo.fit.changes.map(({ label, from, to }) => (
              <li key={label}>
                {label}: {from} → <b>{to}</b>
              </li>
            ))}
          </ul>
          <button type="button" className="link-button" onClick={() => page.edit(undo.before)}>
            Undo
          </button>{' '}
        </>
      ) : null}
      {paper && facts && !isTooLarge && seconds === null ? <p>How long it takes here is being measured.</p> : null}
      {facts && isLong ? (
        <button type="button" className="button" onClick={fit}>
          Make it fit this device, in about {SECONDS / 60} minutes
        </button>
      ) : null}
    </section>
  );
}
