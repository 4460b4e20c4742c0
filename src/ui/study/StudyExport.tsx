import { useState } from 'react';
import { linkTo } from '../../core/settings/link';
import { studyCsv } from '../../core/study/studyCsv';
import type { StudyFigure } from '../../core/study/figure';
import type { Study } from '../../core/study/jobs';
import type { StudyTable } from '../../core/study/table';
import type { Studies } from '../../store/study/studies';
import { useTools } from '../pageContext';
import { lightColors, pictureOf, save } from '../share/saving';
import type { PrintedRun } from '../share/Sheet';
import { studySheet } from './studySheet';

interface Props {
  readonly studies: Studies;
  readonly study: Study;
  readonly figure: StudyFigure;
  readonly table: StudyTable;
  readonly looks: readonly PrintedRun[];
  readonly file: string;
}

/** The study to take away: as the document that `basin merge` writes and this page opens, as a table, as a figure, and as its link. */
export function StudyExport({ studies, study, figure, table, looks, file }: Props) {
  const { base, copy, page } = useTools();
  const [problem, setProblem] = useState('');
  const name = `basin-study_${study.axes.map(({ key }) => key).join('-')}`;
  const link = linkTo(base, study.experiment);
  const saveFigure = async () => {
    try {
      const colors = lightColors(looks.map(({ color }) => color));
      const printed = looks.map((look, index) => ({ ...look, color: colors[index] ?? 'black' }));
      const { text } = await pictureOf(studySheet({ study, figure, table, looks: printed, link, file }));
      save(`${name}.svg`, text, 'image/svg+xml');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <p className="study-export">
      <button
        type="button"
        className="button"
        onClick={() => save(`${name}.json`, `${JSON.stringify(studies.merged())}\n`, 'application/json')}
      >
        Study as JSON
      </button>
      <button
        type="button"
        className="button"
        onClick={() => save(`${name}.csv`, studyCsv(study, studies.store.getState().results), 'text/csv')}
      >
        CSV
      </button>
      <button type="button" className="button" onClick={() => void saveFigure()}>
        SVG
      </button>
      <button
        type="button"
        className="button"
        onClick={async () => page.say((await copy(link)) ? 'The study’s link is copied.' : `Copy it by hand: ${link}`)}
      >
        Copy link
      </button>
      {problem ? <span role="alert">{problem}</span> : null}
    </p>
  );
}
