/**
 * What the numbers of a study allow to say: which value is best, how flat it is around there, and where it collapses. A sentence is said only where
 * every value it speaks of has at least five seeds and no training is missing; otherwise nothing is.
 */
import { ENOUGH_SEEDS, pairedDifference } from '../metrics/verdict';
import type { FigureAxis, FigureLine, StudyFigure } from './figure';
import type { StudyCell, StudyTable } from './table';

export interface Finding {
  readonly run: number;
  readonly kind: 'best' | 'flat' | 'collapse';
  readonly sentence: string;
}

/** Points of accuracy that a collapse has lost, at least, against the best value. */
const COLLAPSE_POINTS = 5;

/** Findings of every run along the only axis; none for two axes, whose table and field speak for themselves. */
export function findings({ axes, lines }: StudyFigure, { best }: StudyTable): readonly Finding[] {
  const [axis, second] = axes;
  if (!axis || second) return [];
  return lines.flatMap((line): readonly Finding[] => {
    const { run, label, isFlat } = line;
    const top = best.find((one) => one.run === run);
    if (isFlat || !top || !line.cells.every(({ cell }) => isTold(cell))) return [];
    const place = line.cells.findIndex(({ cell }) => cell === top.cell);
    const text = (at: number) => axis.values[at]?.text ?? '';
    const by = top.by === 'validation' ? 'on validation' : 'on test (there are no validation samples)';
    const said: Finding[] = [
      {
        run,
        kind: 'best',
        sentence: `${label} is best ${by} at ${axis.label} ${text(place)}${edge(axis, place)}: ${top.cell.mean.toFixed(1)} % on test, over ${top.cell.accuracies.size} seeds.`,
      },
    ];
    if (axis.scale === 'words') return said;
    const [from, to] = flatAround(line, place);
    const isEdge = place === 0 || place === line.cells.length - 1;
    const neighbours = isEdge ? 'the next value differs' : 'the values beside it differ';
    said.push({
      run,
      kind: 'flat',
      sentence:
        from === to
          ? `${label}: ${neighbours} clearly from ${axis.label} ${text(place)}.`
          : `${label}: no clear difference from ${axis.label} ${text(from)} to ${text(to)}${from === 0 && to === line.cells.length - 1 ? ', all that was tried' : ''}.`,
    });
    const collapse = collapseAfter(line, place);
    if (collapse !== null) {
      const { cell } = line.cells[collapse] as FigureLine['cells'][number];
      const how =
        cell.diverged > 0 && cell.accuracies.size < ENOUGH_SEEDS
          ? `${cell.diverged} of ${cell.diverged + cell.accuracies.size} seeds diverge`
          : `${(top.cell.mean - cell.mean).toFixed(1)} points below the best`;
      said.push({ run, kind: 'collapse', sentence: `${label} collapses from ${axis.label} ${text(collapse)} on: ${how}.` });
    }
    return said;
  });
}

/** A best value at an end of what was tried may not be the best there is. */
function edge({ scale, values }: FigureAxis, place: number): string {
  if (scale === 'words' || values.length < 2) return '';
  return place === 0 ? ', the smallest that was tried' : place === values.length - 1 ? ', the largest that was tried' : '';
}

/** All seeds have ended, one way or the other, and they are enough. */
const isTold = ({ accuracies, diverged, missing }: StudyCell): boolean => missing === 0 && accuracies.size + diverged >= ENOUGH_SEEDS;

/** First and last place, around the best, that differ clearly from it nowhere between. */
function flatAround({ cells }: FigureLine, best: number): readonly [number, number] {
  const isAlike = (place: number) => {
    const [one, top] = [cells[place]?.cell, cells[best]?.cell];
    if (!one || !top || one.diverged > 0) return false;
    return pairedDifference(one.accuracies, top.accuracies)?.verdict === 'no clear difference';
  };
  let [from, to] = [best, best];
  while (from > 0 && isAlike(from - 1)) from--;
  while (to < cells.length - 1 && isAlike(to + 1)) to++;
  return [from, to];
}

/** First place above the best from which on every value has clearly lost `COLLAPSE_POINTS` or diverges on most seeds; null where there is none. */
function collapseAfter({ cells }: FigureLine, best: number): number | null {
  const top = cells[best]?.cell;
  if (!top) return null;
  const hasCollapsed = (cell: StudyCell) => {
    if (cell.diverged > cell.accuracies.size) return true;
    const found = pairedDifference(cell.accuracies, top.accuracies);
    return found?.verdict === 'clear' && found.points <= -COLLAPSE_POINTS;
  };
  let from = cells.length;
  while (from - 1 > best && hasCollapsed((cells[from - 1] as FigureLine['cells'][number]).cell)) from--;
  return from < cells.length ? from : null;
}
