import { useRef, useState } from 'react';
import { type PublicSet, publicSets } from '../../core/datasets/publicSets';
import { isDataset } from '../../core/settings/paperMenu';
import { presets } from '../../core/settings/presets';
import { memory } from '../format';
import { late } from '../page/late';
import { usePageState, useTools } from '../pageContext';
import { chosenFiles, takeFiles } from './droppedFiles';
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
  const before = usePageState((state) => state.setAside?.group.experiment ?? null);
  const download = usePageState((state) => state.downloads.find(({ set }) => set === publicSetOf(state.experiment.preset)?.id));
  const picker = useRef<HTMLInputElement>(null);
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
        <button type="button" className="button" onClick={() => picker.current?.click()}>
          Choose its files
        </button>
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
      {before ? (
        <p>
          The results from before are kept.{' '}
          <button
            type="button"
            className="link-button"
            onClick={() =>
              page.edit({ ...before, view: page.store.getState().experiment.view, lecture: page.store.getState().experiment.lecture })
            }
          >
            Back to them
          </button>
        </p>
      ) : null}
      <input
        ref={picker}
        type="file"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label="Files of this experiment"
        onChange={(event) => {
          takeFiles(page, chosenFiles(event.target.files));
          event.target.value = '';
        }}
      />
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
