import { useEffect, useId, useState } from 'react';
import type { Fingerprint } from '../../core/exports/trainingDocument';
import type { Experiment } from '../../core/settings/experiment';
import { runLabels } from '../../core/settings/runLabels';
import { fileNameOf, fingerprintOf } from '../../store/document';
import { linkTo } from '../../core/settings/link';
import type { Reference } from '../../store/pins';
import { count } from '../format';
import { useTools } from '../pageContext';
import { drawnStyles, useReferences } from '../runs/references';
import { useShown } from '../drawing/useShown';
import { figuresOf } from './figures';
import { paintedImages } from './images';
import type { PrintedRun } from './Sheet';
import { addressOf, type ChartPicture, lightColors, pictureOf, pngOf, save } from './saving';

/** One chart, or another figure of the page, as a picture that stands alone, seen before it is saved. */
export function ChartExport() {
  const id = useId();
  const { page, base } = useTools();
  const shown = useShown();
  const { group } = shown;
  const references = useReferences();
  const [chosen, setChosen] = useState('accuracy');
  const [problem, setProblem] = useState('');
  const [date] = useState(() => new Date().toISOString());
  const experiment = group?.experiment;
  const made = fingerprintOf(page.store.getState(), { userAgent: '', date });
  const caption = experiment ? captionOf(experiment, made, base) : '';
  const figures = figuresOf(shown, references);
  const chart = figures.find((one) => one.id === chosen) ?? figures[0];
  const [drawn, setDrawn] = useState<{ readonly of: string; readonly picture: ChartPicture | null } | null>(null);
  const picture = drawn?.of === chart?.id ? drawn?.picture : undefined;
  useEffect(() => {
    if (!group) return;
    const figure = figuresOf(shown, references).find(({ id: one }) => one === chart?.id);
    let isCurrent = true;
    const show = (found: ChartPicture | null) => {
      if (isCurrent) setDrawn({ of: figure?.id ?? '', picture: found });
    };
    // Once React has drawn the page it may be asked to draw a sheet.
    const draw = async () => {
      try {
        const drawing = (await figure?.draw(printedRuns(group.experiment, references), caption, paintedImages())) ?? null;
        show(drawing && (await pictureOf(drawing)));
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    };
    queueMicrotask(() => void draw());
    return () => {
      isCurrent = false;
    };
  }, [shown, group, chart?.id, references, caption]);

  const name = () => `${fileNameOf(page.store.getState(), date)}_${chart?.id ?? ''}`;
  const savePng = async () => {
    if (!picture) return;
    try {
      save(`${name()}.png`, await pngOf(picture), 'image/png');
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>Figure</h3>
      {chart ? (
        <div className="share-buttons">
          <select className="field" aria-label="Figure to save" value={chart.id} onChange={(event) => setChosen(event.target.value)}>
            {figures.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            disabled={!picture}
            onClick={() => picture && save(`${name()}.svg`, picture.text, 'image/svg+xml')}
          >
            Save SVG
          </button>
          <button type="button" className="button" disabled={!picture} onClick={savePng}>
            Save PNG
          </button>
        </div>
      ) : null}
      {problem ? <p role="alert">{problem}</p> : null}
      {chart && picture ? (
        <img
          className="share-picture"
          src={addressOf(picture)}
          width={picture.width}
          height={picture.height}
          alt={`${chart.title}, as it is saved`}
        />
      ) : chart && picture === undefined ? null : (
        <p>There is nothing to draw here yet. Press Run first.</p>
      )}
    </section>
  );
}

/** Seed or seeds, steps, who computed it and the address of the experiment. */
function captionOf(experiment: Experiment, made: Fingerprint | null, base: string): string {
  const { seeds, steps } = experiment.training;
  const which = seeds.length === 1 ? `Seed ${seeds[0]}, ` : '';
  const where = made ? `Basin ${made.versions.basin ?? ''} on ${made.adapter || made.backend}, ${made.date.slice(0, 10)}. ` : '';
  return `${which}${count(steps)} steps. ${where}${linkTo(base, experiment)}`.replaceAll('  ', ' ');
}

function printedRuns(experiment: Experiment, references: readonly Reference[]): ReadonlyMap<string, PrintedRun> {
  const styles = drawnStyles(experiment, references);
  const pinned = references.map(({ id, name, differs }) => ({ id, label: `${name}, pinned${differs.map((one) => ` · ${one}`).join('')}` }));
  const named = [...runLabels(experiment), ...pinned];
  const colors = lightColors(named.map(({ id }) => styles.get(id)?.color ?? 'black'));
  return new Map(named.map(({ id, label }, index) => [id, { label, color: colors[index] ?? 'black', dash: styles.get(id)?.dash ?? '' }]));
}
