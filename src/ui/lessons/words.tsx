import { Fragment } from 'react';
import { findRun, type Measured, measured } from '../../core/lessons/measures';
import { type Piece, proseOf } from '../../core/lessons/prose';
import type { RunSettings } from '../../core/settings/experiment';
import { patched } from '../../core/settings/link';
import type { GroupState } from '../../store/group';
import { count, hundredths, missing, percent, quantity } from '../format';
import { usePageState, useTools } from '../pageContext';

/** A measured number as people read it: `84.5 %`, `10.4 points`, `2.00×`. */
export function spoken({ value, unit }: Measured): string {
  switch (unit) {
    case '%':
      return percent(value);
    case 'points':
      return `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)} points`;
    case '×':
      return `${hundredths(value)}×`;
    case 'steps':
      return count(value);
    case '':
      return Number.isInteger(value) ? count(value) : quantity(value);
    default:
      return `${quantity(value)} ${unit}`;
  }
}

/** A text of a lesson with the numbers it names, and phrases that act as buttons. */
export function Words({ text, group }: { readonly text: string; readonly group: GroupState | null }) {
  return proseOf(text).map((piece, index) => {
    if (piece.kind === 'words') return <Fragment key={index}>{piece.text}</Fragment>;
    if (piece.kind === 'number') {
      const number = group && measured(piece.name, group);
      return <b key={index}>{number ? spoken(number) : missing}</b>;
    }
    return <Phrase key={index} piece={piece} />;
  });
}

/** A phrase that does what it says: changes the experiment, or goes to a run. */
function Phrase({ piece }: { readonly piece: Extract<Piece, { kind: 'patch' | 'focus' }> }) {
  const { page } = useTools();
  const { runs } = usePageState((state) => state.experiment);
  const focused = usePageState((state) => state.focusedRun);
  if (piece.kind === 'patch') {
    const act = () => page.edit(patched(page.store.getState().experiment, piece.patch).experiment);
    return (
      <button type="button" className="link-button lesson-phrase" onClick={act}>
        {piece.text}
      </button>
    );
  }
  const run = runNamed(piece.run, runs);
  // Whoever follows a lesson may remove the run it speaks of.
  if (!run) return piece.text;
  return (
    <button type="button" className="link-button lesson-phrase" aria-pressed={focused === run.id} onClick={() => page.focusRun(run.id)}>
      {piece.text}
    </button>
  );
}

function runNamed(word: string, runs: readonly RunSettings[]): RunSettings | null {
  try {
    return findRun(word, word, runs);
  } catch {
    return null;
  }
}
