import type { Prediction } from '../../core/lessons/lesson';
import type { Outcome } from '../../core/lessons/outcome';
import type { GroupState } from '../../store/group';
import { spoken, Words } from './words';

interface Props {
  readonly prediction: Prediction;
  readonly answer: string | null;
  readonly outcome: Outcome;
  readonly group: GroupState | null;
}

/** Expectation beside measurement, and why. Every number is the run's own. */
export function Comparison({ prediction, answer, outcome, group }: Props) {
  return (
    <div className="lesson-outcome" data-right={outcome.isRight ?? undefined} role="status">
      <p>
        <b>{verdict(outcome.isRight)}</b> {compared(prediction, answer, outcome)}
      </p>
      <p>
        <Words text={becauseOf(prediction, outcome)} group={group} />
      </p>
    </div>
  );
}

function verdict(isRight: boolean | null): string {
  if (isRight === null) return 'You made no guess.';
  return isRight ? 'As you said.' : 'Not as you said.';
}

function compared(prediction: Prediction, answer: string | null, outcome: Outcome): string {
  if (outcome.kind === 'choice') {
    const label = (id: string | null) =>
      prediction.kind === 'choice' ? (prediction.options.find((option) => option.id === id)?.label ?? '') : '';
    const guessed = answer === null || outcome.isRight ? '' : `Your guess: “${label(answer)}”. `;
    return `${guessed}Measured: “${label(outcome.option)}”.`;
  }
  const { measured } = outcome;
  if (answer === null) return `Measured: ${spoken(measured)}.`;
  const off = measured.value - Number(answer);
  const distance =
    off === 0 ? 'exactly that' : `${spoken({ ...measured, value: Math.abs(off) })} ${off > 0 ? 'more' : 'less'} than you said`;
  return `Your guess: ${spoken({ ...measured, value: Number(answer) })}. Measured: ${spoken(measured)}, ${distance}.`;
}

function becauseOf(prediction: Prediction, outcome: Outcome): string {
  if (prediction.kind === 'number') return prediction.because;
  return prediction.options.find(({ id }) => outcome.kind === 'choice' && id === outcome.option)?.because ?? '';
}
