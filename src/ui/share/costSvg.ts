import type { GroupState } from '../../store/state';
import { spent } from '../charts/spent';
import { count, duration, missing, quantity } from '../format';
import { type ChartPicture, fixed, FIGURE_TOP, INK, INK_2, LINE, MARGIN, type PrintedRun, sheet, WIDTH, words } from './svgSheet';

const NAMES = 190;
const BAR = 150;
const ROW = 30;

/** What each run has cost so far, as bars: gradients, which are the fair measure, and seconds of its own. null before the first measurement. */
export function costSvg(group: Pick<GroupState, 'history'>, runs: ReadonlyMap<string, PrintedRun>, caption: string): ChartPicture | null {
  const rows = [...runs].map(([id, run]) => ({
    ...run,
    evals: spent(group, id, 'evals'),
    seconds: spent(group, id, 'seconds'),
    step: spent(group, id, 'step'),
  }));
  const most = (of: 'evals' | 'seconds') => Math.max(0, ...rows.map((row) => row[of]).filter(Number.isFinite));
  const [mostEvals, mostSeconds] = [most('evals'), most('seconds')];
  if (mostEvals === 0) return null;
  const [evalsAt, secondsAt, perStepAt] = [MARGIN + NAMES, MARGIN + NAMES + BAR + 80, WIDTH - MARGIN];
  const bar = (value: number, largest: number, text: string, x: number, y: number, color: string) => {
    const length = Number.isFinite(value) && largest > 0 ? (BAR * value) / largest : 0;
    return (
      `<rect x="${x}" y="${y - 9}" width="${BAR}" height="10" rx="2" fill="${LINE}"/>` +
      `<rect x="${x}" y="${y - 9}" width="${fixed(length)}" height="10" rx="2" fill="${color}"/>` +
      words(text, x + BAR + 8, y, { size: 12, color: INK })
    );
  };
  const top = FIGURE_TOP + 20;
  const body = [
    words('Gradient evaluations', evalsAt, FIGURE_TOP + 4, { size: 12, color: INK_2 }),
    words('Own compute time', secondsAt, FIGURE_TOP + 4, { size: 12, color: INK_2 }),
    words('per step', perStepAt, FIGURE_TOP + 4, { size: 12, color: INK_2, anchor: 'end' }),
    ...rows.flatMap(({ label, color, evals, seconds, step }, index) => {
      const y = top + ROW * index + 12;
      return [
        words(label.length > 28 ? `${label.slice(0, 27)}…` : label, MARGIN, y, { size: 13, color: INK, weight: 600 }),
        bar(evals, mostEvals, Number.isFinite(evals) ? count(evals) : missing, evalsAt, y, color),
        bar(seconds, mostSeconds, Number.isFinite(seconds) ? duration(seconds) : missing, secondsAt, y, color),
        words(quantity(step > 0 ? evals / step : Number.NaN), perStepAt, y, { size: 12, color: INK, anchor: 'end' }),
      ];
    }),
  ];
  return sheet({ title: 'Cost', question: 'What has each run paid for its result?', body, end: top + ROW * rows.length, caption });
}
