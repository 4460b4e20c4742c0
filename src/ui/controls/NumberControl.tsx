import { nth } from '../../core/numbers';
import { useEffect, useId, useRef, useState } from 'react';
import { percentOf } from '../../core/settings/field';
import { setting } from '../format';
import { type ControlProps, Implies } from './controlProps';
import { placeOf, stopsOf } from './slider';
import { readNumber } from './writtenNumber';

/** A slider with its number; the usable band is the darker part of the track. Live settings follow the hand, others wait until it lets go. */
export function NumberControl({ item, onChange }: ControlProps) {
  const { field, live, value } = item;
  const id = useId();
  const [draft, setDraft] = useState<number | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const slider = useRef<HTMLInputElement>(null);
  const { control } = field;
  if (control.kind !== 'number' || typeof value !== 'number') throw new Error(`${item.path}: not a number`);
  const { isShare = false } = control;
  const stops = stopsOf(control);
  const last = stops.length - 1;
  const shown = draft ?? value;
  const formatted = isShare ? `${percentOf(shown)} %` : setting(shown);

  useEffect(() => {
    const element = slider.current;
    if (!element) return;
    // React's onChange is the browser's input event; the browser's change event comes once, when the hand lets go.
    const commit = () => {
      setDraft(null);
      onChange(nth(stops, Number(element.value)));
    };
    element.addEventListener('change', commit);
    return () => element.removeEventListener('change', commit);
  }, [onChange, stops]);

  const take = () => {
    if (written === null) return;
    const read = readNumber(written, field);
    setProblem(read.problem);
    if (read.value !== null) onChange(read.value);
    setWritten(null);
  };

  const band = field.band?.map((edge) => placeOf(edge, stops) / last);
  return (
    <div className="control">
      <label htmlFor={id} title={field.help}>
        {field.label} <Implies item={item} />
      </label>
      <input
        className="control-number"
        aria-label={`${field.label}, ${isShare ? 'in percent' : 'as a number'}`}
        aria-describedby={problem ? `${id}-problem` : undefined}
        inputMode="decimal"
        value={written ?? formatted}
        onFocus={(event) => {
          setWritten(isShare ? `${percentOf(shown)} %` : String(shown));
          event.target.select();
        }}
        onChange={(event) => setWritten(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <div className="control-slider">
        <svg width="100%" height="16" aria-hidden="true">
          <rect x="0" y="7" width="100%" height="2" rx="1" className="control-track" />
          {band ? (
            <rect
              x={`${100 * (band[0] ?? 0)}%`}
              y="7"
              width={`${100 * ((band[1] ?? 0) - (band[0] ?? 0))}%`}
              height="2"
              className="control-band"
            />
          ) : null}
        </svg>
        <input
          ref={slider}
          id={id}
          type="range"
          min={0}
          max={last}
          step={1}
          value={Math.round(placeOf(shown, stops))}
          aria-valuetext={`${formatted}${control.unit ? ` ${control.unit}` : ''}`}
          onInput={(event) => {
            const next = nth(stops, Number(event.currentTarget.value));
            setProblem('');
            setDraft(next);
            if (live) onChange(next);
          }}
          onChange={() => {}}
        />
      </div>
      {problem ? (
        <p id={`${id}-problem`} className="control-problem" role="status">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
