import { type Field, type FieldValue, number as numberField } from '../../core/settings/field';
import { readInUnit } from '../controls/writtenNumber';
import { useEffect, useId, useState } from 'react';
import type { Prediction } from '../../core/lessons/lesson';
import { quantity } from '../format';
import { useTools } from '../pageContext';

interface Props {
  readonly prediction: Prediction;
  /** Guess from before; null for nothing yet. */
  readonly answer: string | null;
  /** Once it is known what came, a guess is no guess any more. */
  readonly isClosed: boolean;
  readonly onAnswer: (answer: string) => void;
}

type NumberPrediction = Extract<Prediction, { kind: 'number' }>;
type NumberProps = Props & { readonly prediction: NumberPrediction };

/** Prediction of the reader, asked before the run. */
export function Question({ prediction, answer, isClosed, onAnswer }: Props) {
  const id = useId();
  if (prediction.kind === 'number' && prediction.placed)
    return <PlacedQuestion {...{ prediction, answer, isClosed, onAnswer }} placed={prediction.placed} />;
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

/** Any number: what a question allows is its own. */
const GUESS = numberField({ label: 'Guess', help: '', default: 0, min: -1e12, max: 1e12 }) as unknown as Field<FieldValue>;

function NumberQuestion({ prediction, answer, isClosed, onAnswer }: NumberProps) {
  const id = useId();
  const [written, setWritten] = useState(answer ?? '');
  const [problem, setProblem] = useState('');
  const { min, max, unit } = prediction;
  const take = () => {
    const { value, problem: unread } = readInUnit(written, unit, GUESS);
    const isLegal = value !== null && value >= min && value <= max;
    setProblem(isLegal ? '' : value === null && unread.includes('may be') ? unread : `Write a number from ${min} to ${max}.`);
    if (isLegal) onAnswer(String(value));
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

/** Where a curve will end: a slider moves a point at the end of the chart's axis, and the point stays when the curve comes. */
function PlacedQuestion({
  prediction: { question, unit, min, max },
  placed: { chart, step },
  answer,
  isClosed,
  onAnswer,
}: NumberProps & { readonly placed: NonNullable<NumberPrediction['placed']> }) {
  const { page } = useTools();
  const id = useId();
  const [moved, setMoved] = useState(answer === null ? (min + max) / 2 : Number(answer));
  // Once closed, what was guessed and not what the slider was left at.
  const value = isClosed && answer !== null ? Number(answer) : moved;
  const isShown = answer !== null || !isClosed;
  useEffect(() => {
    if (isShown) page.place({ chart, value });
    return () => page.place(null);
  }, [page, chart, value, isShown]);
  const words = `${quantity(value)}${unit ? ` ${unit}` : ''}`;
  return (
    <form
      className="lesson-question"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(String(value));
      }}
    >
      <label htmlFor={id}>{question}</label>
      <p className="lesson-number">
        <input
          id={id}
          type="range"
          {...{ min, max, step, value }}
          disabled={isClosed}
          aria-valuetext={words}
          onChange={(event) => setMoved(event.target.valueAsNumber)}
        />
        <output htmlFor={id}>{isShown ? words : ''}</output>
        <button type="submit" className="button" disabled={isClosed || answer === String(value)}>
          {answer === null ? 'That is my guess' : 'Change it'}
        </button>
      </p>
    </form>
  );
}
