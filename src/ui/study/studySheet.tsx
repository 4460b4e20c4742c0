import type { StudyFigure } from '../../core/study/figure';
import type { Study } from '../../core/study/jobs';
import type { StudyTable } from '../../core/study/table';
import { listed } from '../format';
import { PRINT } from '../charts/paper';
import { type Drawing, FIGURE_TOP, LETTER, MARGIN, onSheet, type PrintedRun, WIDTH, Words } from '../share/Sheet';
import { fieldHeight, StudyField } from './StudyField';
import { rangeOf } from './StudyFigures';
import { StudyPlot } from './StudyPlot';

const PLOT_HEIGHT = 320;
const ROW = 20;

interface Parts {
  readonly study: Study;
  readonly figure: StudyFigure;
  readonly table: StudyTable;
  /** With colours that every program knows. */
  readonly looks: readonly PrintedRun[];
  readonly link: string;
  /** Name of the file that the results are from; '' where they were trained here. */
  readonly file: string;
}

/** The study's figure as a picture that stands alone. */
export function studySheet({ study, figure, table, looks, link, file }: Parts): Drawing {
  const width = WIDTH - 2 * MARGIN;
  const isField = figure.axes.length > 1;
  const legend = placed(looks);
  const top = FIGURE_TOP + (isField ? 0 : ROW);
  const high = fieldHeight(figure) + ROW;
  const end = top + (isField ? high * looks.length : PLOT_HEIGHT);
  const seeds = study.experiment.training.seeds.length;
  const whose = file === '' ? '' : `Results from the file “${file}”, not computed here. `;
  return onSheet({
    title: `Clean test accuracy over ${listed(figure.axes.map(({ label }) => label))}`,
    question: `Mean over ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}${isField ? '' : '; band: one standard deviation; points: seeds'}`,
    body: isField ? (
      looks.map(({ label, color }, run) => (
        <g key={run} transform={`translate(${MARGIN} ${top + high * run})`}>
          <Words text={label} x={0} y={12} weight={600} />
          <g transform={`translate(0 ${ROW})`}>
            <StudyField
              figure={figure}
              run={run}
              color={color}
              width={width}
              range={rangeOf(table)}
              best={table.best.find((one) => one.run === run)?.cell}
              paper={PRINT}
            />
          </g>
        </g>
      ))
    ) : (
      <>
        {legend.map(({ label, color, dash, x }) => (
          <g key={label}>
            <line x1={x} x2={x + 24} y1={FIGURE_TOP - 4} y2={FIGURE_TOP - 4} stroke={color} strokeWidth="2" strokeDasharray={dash} />
            <Words text={label} x={x + 30} y={FIGURE_TOP} />
          </g>
        ))}
        <foreignObject x={MARGIN} y={top} width={width} height={PLOT_HEIGHT}>
          <StudyPlot figure={figure} looks={looks} width={width} height={PLOT_HEIGHT} paper={PRINT} />
        </foreignObject>
      </>
    ),
    end,
    caption: `${whose}${link}`,
  });
}

/** Entries of the legend beside each other. */
function placed(looks: readonly PrintedRun[]) {
  let x = MARGIN;
  return looks.map((look) => {
    const own = { ...look, x };
    x += 30 + look.label.length * 12 * LETTER + 20;
    return own;
  });
}
