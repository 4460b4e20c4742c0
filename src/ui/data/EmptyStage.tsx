import { useState } from 'react';
import { type PublicSet, publicSets } from '../../core/datasets/publicSets';
import { isDataset } from '../../core/settings/paperMenu';
import { presets } from '../../core/settings/presets';
import { memory } from '../format';
import { late } from '../page/late';
import { usePageState, useTools } from '../pageContext';
import { FilePicker } from './FilePicker';
import './EmptyStage.css';

const AskDialog = late('The question', async () => (await import('../publicSets/AskDialog')).AskDialog);

/** The public set that an experiment is about, by its preset; undefined where there is none. */
export function publicSetOf(preset: string): (PublicSet & { readonly id: string }) | undefined {
  const needs = presets[preset]?.paper?.needs;
  const found = Object.entries(publicSets).find(([id, { label }]) => (needs === undefined ? id === preset : isDataset(label, needs)));
  return found && { id: found[0], ...found[1] };
}

/** In the place of pictures and curves while the experiment's data are not here: the two ways to bring them, and the way back. */
export function EmptyStage() {
  const { page } = useTools();
  const preset = usePageState((state) => state.experiment.preset);
  const hasResults = usePageState((state) => state.setAside !== null);
  const download = usePageState((state) => state.downloads.find(({ set }) => set === publicSetOf(state.experiment.preset)?.id));
  const [isAsking, setAsking] = useState(false);
  const set = publicSetOf(preset);
  const name = presets[preset]?.paper?.needs ?? set?.label ?? 'the data of this experiment';
  const share = download && download.total > 0 ? Math.round((100 * download.received) / download.total) : 0;
  return (
    <section className="empty-stage" aria-label="Data are missing">
      <p className="empty-stage-what">
        Nothing is trained yet: <b>{name}</b> {set || presets[preset]?.paper ? 'is' : 'are'} not in this browser.
      </p>
      <div className="empty-stage-ways">
        <FilePicker label="Files of this experiment" className="button">
          Choose its files
        </FilePicker>
        <span>or drop them anywhere on this page{set ? ',' : '.'}</span>
        {set ? (
          <>
            <span>or</span>
            <button
              type="button"
              className="button"
              disabled={download !== undefined && download.phase !== 'kept'}
              onClick={() => setAsking(true)}
            >
              {download && download.phase !== 'kept'
                ? `Getting ${set.label}, ${share} %`
                : `Get ${set.label} by name (${memory(set.bytes)})`}
            </button>
          </>
        ) : null}
      </div>
      {hasResults ? (
        <p>
          The results from before are kept.{' '}
          <button type="button" className="link-button" onClick={page.takeBack}>
            Back to them
          </button>
        </p>
      ) : null}
      {isAsking && set ? (
        <AskDialog
          set={set}
          onClose={() => setAsking(false)}
          onAgree={() => {
            setAsking(false);
            page.fetchDataset(set.id);
          }}
        />
      ) : null}
    </section>
  );
}
