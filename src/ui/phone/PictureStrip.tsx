import { type ReactNode, useState } from 'react';
import { BoundaryCanvas } from '../boundary/BoundaryCanvas';
import { PinnedCard } from '../boundary/PinnedCards';
import { HeldNote, RUNS_LABEL, RunCard, useCards } from '../boundary/RunCards';
import { type RunPicture, useRunPicture } from '../boundary/useRunPicture';
import { divergedStep, figureOf, pinnedFigure } from '../../store/shown';
import { useShown } from '../drawing/useShown';
import { percent } from '../format';
import { usePageState, useTools } from '../pageContext';
import type { RunStyle } from '../theme/palette';
import { PinIcon } from '../runs/PinnedRows';
import { drawnNames, drawnStyles, useReferences } from '../runs/references';
import { RunNotices } from '../notices/RunNotices';
import { useFocusedRun } from '../runs/useFocusedRun';
import './PictureStrip.css';
import { useStrip } from './useStrip';

/**
 * The pictures on a phone: all of them small, side by side, to be compared, and one of them large, which a thumb pushes aside
 * for the next. The large one is of the chosen run, so that settings and explanation are about what is in sight; or of a pinned
 * run of before, which has neither.
 */
export function PictureStrip() {
  const { page } = useTools();
  const cards = useCards();
  const references = useReferences();
  const shownStep = useShown();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const names = drawnNames(experiment, references);
  const styles = drawnStyles(experiment, references);
  const focused = useFocusedRun();
  const [chosen, setChosen] = useState<{ readonly reference: string | null; readonly beside: string | undefined }>({
    reference: null,
    beside: focused,
  });
  const ids = [...references.map(({ id }) => id), ...cards.map(({ run }) => run)];
  // Whoever chooses a run means its picture.
  const reference = chosen.beside === focused ? chosen.reference : null;
  const shown = Math.max(0, ids.indexOf(reference ?? focused ?? ''));
  const choose = (place: number) => {
    const id = ids[place];
    if (id === undefined) return;
    const isReference = place < references.length;
    setChosen({ reference: isReference ? id : null, beside: focused });
    if (!isReference && id !== focused) page.focusRun(id);
  };
  const strip = useStrip(shown, ids.length, choose);
  return (
    <section className="picture-strip" aria-label={RUNS_LABEL}>
      {ids.length > 1 ? (
        <ul className="thumbnails" data-count={ids.length}>
          {ids.map((id, place) => {
            const common = {
              name: names.get(id) ?? cards.find(({ run }) => run === id)?.label ?? id,
              style: styles.get(id),
              isShown: place === shown,
              onPress: () => choose(place),
            };
            const kept = references[place];
            return (
              <li key={id}>
                {kept ? (
                  <Thumbnail
                    {...common}
                    picture={kept.picture}
                    accuracy={percent(pinnedFigure(shownStep, kept.history, 'testAccuracy'))}
                    mark={<PinIcon />}
                  />
                ) : (
                  <LiveThumbnail {...common} run={id} />
                )}
              </li>
            );
          })}
        </ul>
      ) : null}
      <div className="strip" {...strip}>
        {references.map((kept) => (
          <div key={kept.id} className="strip-card">
            <PinnedCard reference={kept} />
          </div>
        ))}
        {cards.map((card) => (
          <div key={card.run} className="strip-card">
            <RunCard {...card} onExplain={() => explain(() => page.focusRun(card.run))} />
            {/* On a desk it stands in the table of runs, which here is in a closed sheet. */}
            <RunNotices run={card.run} label={card.label} />
          </div>
        ))}
      </div>
      <HeldNote />
    </section>
  );
}

/** Far below, not beside the card as on a desk: whoever asks for it is brought there. */
function explain(choose: () => void): void {
  choose();
  const how = document.querySelector<HTMLElement>('.how');
  how?.scrollIntoView({ block: 'start' });
  how?.focus({ preventScroll: true });
}

interface ThumbnailProps {
  readonly name: string;
  readonly style: RunStyle | undefined;
  readonly isShown: boolean;
  readonly onPress: () => void;
}

/** The same of a run that is trained here, drawn again as it learns. */
function LiveThumbnail({ run, ...common }: ThumbnailProps & { readonly run: string }) {
  const { shown, points, boundary } = useRunPicture(run);
  const { group } = shown;
  const isDiverged = divergedStep(group, run) !== null;
  const hasNews = group?.noticed.some((notice) => notice.about === run && notice.code !== 'not-finite') ?? false;
  const news = (
    <b className="thumbnail-news" title="Has something to say">
      !<span className="visually-hidden"> has something to say</span>
    </b>
  );
  return (
    <Thumbnail
      {...common}
      picture={points ? { points, boundary } : null}
      accuracy={isDiverged ? 'diverged' : percent(figureOf(shown, run, 'testAccuracy').mean)}
      mark={hasNews && !isDiverged ? news : null}
    />
  );
}

interface Shown {
  readonly picture: { readonly points: NonNullable<RunPicture['points']>; readonly boundary: RunPicture['boundary'] } | null;
  readonly accuracy: string;
  readonly mark: ReactNode;
}

/** A run's picture, small, with its accuracy; pressed, it is shown large. */
function Thumbnail({ name, style, isShown, onPress, picture, accuracy, mark }: ThumbnailProps & Shown) {
  return (
    <button type="button" className="thumbnail" aria-current={isShown} onClick={onPress}>
      {/* The large one says what is to be seen. */}
      <span className="thumbnail-picture" style={{ borderColor: style?.color }} aria-hidden="true">
        {picture ? <BoundaryCanvas {...picture} label="" isSmall /> : <span className="boundary-canvas" />}
      </span>
      <span className="thumbnail-name" style={{ color: style?.text }}>
        {name}
      </span>
      <span className="thumbnail-figure">
        {accuracy} {mark}
      </span>
    </button>
  );
}
