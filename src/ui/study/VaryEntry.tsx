import { useId, useMemo, useState } from 'react';
import type { FormField } from '../../core/settings/form';
import { MOST_JOBS_ON_PAGE, readStudy } from '../../core/study/jobs';
import { planOf } from '../../store/facts';
import { about, count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { axisOf, startOf, varied } from './variedAxes';
import './VaryEntry.css';

const KINDS = [
  { kind: 'list', label: 'a list' },
  { kind: 'lin', label: 'equal steps' },
  { kind: 'log', label: 'equal ratios' },
] as const;

interface Props {
  readonly item: FormField;
  readonly onClose: () => void;
}

/** Asks over which values a setting varies, and says how many trainings that makes and about how long they take here. */
export function VaryEntry({ item, onClose }: Props) {
  const id = useId();
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const axis = axisOf(experiment, item.key);
  const [text, setText] = useState(() => startOf(item, axis));
  const [problem, setProblem] = useState('');
  const [first = '', ...rest] = text.split(',');
  const kind = first === 'lin' || first === 'log' ? first : 'list';
  const [from = '', to = '', values = ''] = kind === 'list' ? [] : rest;
  const asked = useMemo(() => varied(experiment, item.key, text.replace(/\s/g, '')), [experiment, item.key, text]);
  const cost = useCost(asked);
  const isShare = item.field.control.kind === 'number' && item.field.control.isShare === true;
  const take = (inside: string) => {
    const next = varied(page.store.getState().experiment, item.key, inside.replace(/\s/g, ''));
    if (typeof next === 'string') return setProblem(next);
    page.edit(next);
    onClose();
  };
  const change = (next: string) => {
    setText(next);
    setProblem('');
  };
  const chooseKind = (next: string) => {
    const known = kind === 'list' ? text.split(',').map(Number).filter(Number.isFinite) : [Number(from), Number(to)];
    const [low, high] = [Math.min(...known), Math.max(...known)];
    if (next !== 'list') return change(`${next},${low},${high},5`);
    change(axisValues(asked, item.key) || `${from},${to}`);
  };
  return (
    <div className="vary" role="group" aria-label={`Vary ${item.field.label}`}>
      {item.field.control.kind === 'number' ? (
        <select className="field" aria-label="Values" value={kind} onChange={(event) => chooseKind(event.target.value)}>
          {KINDS.map((one) => (
            <option key={one.kind} value={one.kind}>
              {one.label}
            </option>
          ))}
        </select>
      ) : null}
      {kind === 'list' ? (
        <input
          className="field vary-list"
          aria-label="Values, with commas between"
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <span className="vary-range">
          <input
            className="field"
            aria-label="First value"
            inputMode="decimal"
            value={from}
            onChange={(event) => change(`${kind},${event.target.value},${to},${values}`)}
          />
          to
          <input
            className="field"
            aria-label="Last value"
            inputMode="decimal"
            value={to}
            onChange={(event) => change(`${kind},${from},${event.target.value},${values}`)}
          />
          in
          <input
            className="field"
            aria-label="How many values"
            inputMode="numeric"
            value={values}
            onChange={(event) => change(`${kind},${from},${to},${event.target.value}`)}
          />
        </span>
      )}
      <p id={id} className="vary-cost" role="status">
        {problem || `${isShare ? '0.2 is 20 %. ' : ''}${cost}`}
      </p>
      <span className="vary-verbs">
        <button type="button" className="button" aria-describedby={id} onClick={() => take(text)}>
          Vary
        </button>
        {axis ? (
          <button type="button" className="button button-quiet" onClick={() => take('')}>
            Vary no more
          </button>
        ) : null}
        <button type="button" className="button button-quiet" onClick={onClose}>
          Cancel
        </button>
      </span>
    </div>
  );
}

function axisValues(asked: ReturnType<typeof varied>, key: string): string {
  return typeof asked === 'string' ? '' : (axisOf(asked, key)?.values.join(',') ?? '');
}

/** How many trainings a study has and about how long they take here, one after the other; or why it is none. */
function useCost(asked: ReturnType<typeof varied>): string {
  const datasets = usePageState((state) => state.datasets);
  const msPerGradient = usePageState((state) => state.msPerGradient);
  const msPerMeasurement = usePageState((state) => state.msPerMeasurement);
  const read = useMemo(() => (typeof asked === 'string' ? { illegal: asked } : readStudy(asked, MOST_JOBS_ON_PAGE)), [asked]);
  if ('illegal' in read) return read.illegal;
  const { experiment, jobs } = read.study;
  const { seconds } = planOf({ experiment, datasets, msPerGradient, msPerMeasurement, msPerPictures: 0 });
  const members = experiment.runs.length * experiment.training.seeds.length;
  const time = seconds === null ? '' : `, about ${about((seconds / members) * jobs.length)} here, one after the other`;
  return `${count(jobs.length)} ${jobs.length === 1 ? 'training' : 'trainings'}${time}.`;
}
