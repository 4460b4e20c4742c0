import { useId, useState } from 'react';
import type { Prediction } from '../../core/lessons/lesson';

interface Props {
  readonly prediction: Prediction;
  /** What was guessed before; null for nothing yet. */
  readonly answer: string | null;
  /** Once it is known what came, a guess is no guess any more. */
  readonly isClosed: boolean;
  readonly onAnswer: (answer: string) => void;
}

/** What the reader expects, asked before the run. */
export function Question({ prediction, answer, isClosed, onAnswer }: Props) {
  const id = useId();
  if (prediction.kind === 'number') return <NumberQuestion {...{ prediction, answer, isClosed, onAnswer }} />;
  return (
    <fieldset className="lesson-question" disabled={isClosed}>
      <legend>{prediction.question}</legend>
      {prediction.options.map((option) => (
        <label key={option.id} data-chosen={answer === option.id}>
          <input type="radio" name={id} value={option.id} checked={answer === option.id} onChange={() => onAnswer(option.id)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

function NumberQuestion({
  prediction,
  answer,
  isClosed,
  onAnswer,
}: Props & { readonly prediction: Extract<Prediction, { kind: 'number' }> }) {
  const id = useId();
  const [written, setWritten] = useState(answer ?? '');
  const [problem, setProblem] = useState('');
  const { min, max, unit } = prediction;
  const take = () => {
    const number = Number(written.trim().replace('−', '-').replace(',', '.'));
    const isLegal = written.trim() !== '' && Number.isFinite(number) && number >= min && number <= max;
    setProblem(isLegal ? '' : `Write a number from ${min} to ${max}.`);
    if (isLegal) onAnswer(String(number));
  };
  return (
    <form
      className="lesson-question"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label htmlFor={id}>{prediction.question}</label>
      <p className="lesson-number">
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          disabled={isClosed}
          value={written}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => setWritten(event.target.value)}
        />{' '}
        {unit}
        <button type="submit" className="button" disabled={isClosed}>
          {answer === null ? 'That is my guess' : 'Change it'}
        </button>
      </p>
      {problem ? (
        <p id={`${id}-problem`} className="lesson-problem" role="status">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
