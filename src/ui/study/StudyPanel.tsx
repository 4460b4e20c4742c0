import { useMemo } from 'react';
import { runLabels } from '../../core/settings/runLabels';
import { findings } from '../../core/study/findings';
import { studyFigure } from '../../core/study/figure';
import type { Study } from '../../core/study/jobs';
import { studyTable } from '../../core/study/table';
import type { Studies } from '../../store/study/studies';
import { runStyles } from '../theme/palette';
import { StudyBar } from './StudyBar';
import { StudyBest } from './StudyBest';
import { StudyExport } from './StudyExport';
import { StudyFigures } from './StudyFigures';
import { StudyNotes } from './StudyNotes';
import { StudyValues } from './StudyValues';
import { useStudies, useStudyState } from './useStudies';
import './StudyPanel.css';

interface Props {
  /** In a lecture hall: the figure and what can be said of it. */
  readonly isPresented?: boolean;
}

/** The study on the page: what is varied, how far it is, and what was found. */
export function StudyPanel({ isPresented = false }: Props) {
  const studies = useStudies();
  return (
    <section className="study" aria-label="Study">
      {studies ? <Shown studies={studies} isPresented={isPresented} /> : <p role="status">The study is being loaded.</p>}
    </section>
  );
}

function Shown({ studies, isPresented }: { readonly studies: Studies; readonly isPresented: boolean }) {
  const state = useStudyState(studies);
  const { study, illegal, results } = state;
  if (illegal) return <p role="alert">{illegal}</p>;
  if (!study) return <p role="status">The study is being read.</p>;
  return (
    <>
      <StudyBar studies={studies} state={state} study={study} />
      {isPresented ? null : <StudyNotes studies={studies} state={state} study={study} />}
      <Found studies={studies} study={study} results={results} file={state.file} isPresented={isPresented} />
    </>
  );
}

interface FoundProps {
  readonly studies: Studies;
  readonly study: Study;
  readonly results: ReturnType<Studies['store']['getState']>['results'];
  readonly file: string;
  readonly isPresented: boolean;
}

function Found({ studies, study, results, file, isPresented }: FoundProps) {
  const table = useMemo(() => studyTable(study, results), [study, results]);
  const figure = useMemo(() => studyFigure(study, table), [study, table]);
  const styles = runStyles(study.experiment);
  const labels = runLabels(study.experiment);
  const looks = labels.map(({ id, label }) => ({
    label,
    color: styles.get(id)?.color ?? 'currentcolor',
    dash: styles.get(id)?.dash ?? '',
  }));
  const open = (run: number, at: readonly number[], seed: number) => {
    const point = study.points.find((one) => one.run === run && one.seed === seed && one.at.join() === at.join());
    if (point) studies.open(point.job);
  };
  const said = findings(figure, table);
  return (
    <>
      <StudyFigures study={study} figure={figure} table={table} looks={looks} isPresented={isPresented} onOpen={open} />
      {said.length > 0 ? (
        <ul className="study-findings" aria-label="What the study says">
          {said.map(({ run, kind, sentence }) => (
            <li key={`${run} ${kind}`}>{sentence}</li>
          ))}
        </ul>
      ) : null}
      {isPresented || results.size === 0 ? null : (
        <>
          <StudyBest study={study} figure={figure} table={table} looks={looks} />
          <StudyValues study={study} figure={figure} table={table} onOpen={open} />
          <StudyExport studies={studies} study={study} figure={figure} table={table} looks={looks} file={file} />
        </>
      )}
    </>
  );
}
