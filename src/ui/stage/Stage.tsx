import { type KeyboardEvent, useId, useRef } from 'react';
import { setField } from '../../core/settings/edit';
import { RunCards } from '../boundary/RunCards';
import { useHasPictures } from '../boundary/useRunPicture';
import { usePageState, useTools } from '../pageContext';
import { PictureStrip } from '../phone/PictureStrip';
import { useMedia } from '../theme/useMedia';
import './Stage.css';
import { type StageView, views } from './views';

/** Too little room for three pictures beside each other in which something is to be seen. */
const SLIM = '(max-width: 599px)';

/** The one place above the curves where all runs stand side by side, and the views of them to choose from. */
export function Stage({ isPresented = false }: { readonly isPresented?: boolean }) {
  const { page } = useTools();
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const chosen = usePageState((state) => state.experiment.view.stage);
  const view = views.find(({ id: word }) => word === chosen) ?? views[0];
  const show = (next: StageView) => page.edit(setField(page.store.getState().experiment, 'view.stage', next.id));
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const next = afterKey(view, event.key);
    if (!next) return;
    event.preventDefault();
    show(next);
    row.current?.querySelector<HTMLElement>(`[data-view="${next.id}"]`)?.focus({ preventScroll: true });
  };
  const { Part } = view;
  return (
    <section className="stage" data-view={view.id} aria-label="Stage">
      <div className="stage-bar">
        <div ref={row} className="stage-tabs" role="tablist" aria-label="View of the runs" onKeyDown={press}>
          {views.map((one) => (
            <button
              key={one.id}
              id={`${id}-${one.id}`}
              type="button"
              role="tab"
              className="stage-tab"
              data-view={one.id}
              aria-selected={one.id === view.id}
              aria-controls={`${id}-panel`}
              tabIndex={one.id === view.id ? 0 : -1}
              title={`${one.question} (G: next view)`}
              onClick={() => show(one)}
            >
              {one.label}
            </button>
          ))}
        </div>
        <p className="stage-question">{view.question}</p>
      </div>
      <div id={`${id}-panel`} className="stage-panel" role="tabpanel" aria-labelledby={`${id}-${view.id}`}>
        {Part ? <Part /> : <Boundaries isPresented={isPresented} />}
      </div>
    </section>
  );
}

/** Side by side; on a phone one at a time, where they are pictures and not figures alone. */
function Boundaries({ isPresented }: { readonly isPresented: boolean }) {
  const isSlim = useMedia(SLIM);
  const hasPictures = useHasPictures();
  return isSlim && hasPictures && !isPresented ? <PictureStrip /> : <RunCards />;
}

/** The view that a key goes to from another; undefined for keys that mean something else. */
function afterKey(from: StageView, key: string): StageView | undefined {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (by !== undefined) return views[(views.indexOf(from) + by + views.length) % views.length];
  return { Home: views[0], End: views.at(-1) }[key];
}
