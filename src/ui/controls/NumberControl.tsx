import { useEffect, useId, useRef, useState } from 'react';
import { setting } from '../format';
import { type ControlProps, Implies } from './Control';
import { bandOf, positionOf, sliderStep, valueAt } from './slider';

/** A slider with its number; the usable band is the darker part of the track. Live settings follow the hand, others wait until it lets go. */
export function NumberControl({ item, onChange }: ControlProps) {
  const { field, live } = item;
  const id = useId();
  const value = Number(item.value);
  const [draft, setDraft] = useState<number | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  const slider = useRef<HTMLInputElement>(null);
  const { control } = field;
  if (control.kind !== 'number') throw new Error(`${item.path}: not a number`);
  const shown = draft ?? value;

  useEffect(() => {
    const element = slider.current;
    if (!element) return;
    // React's onChange is the browser's input event; the browser's change event comes once, when the hand lets go.
    const commit = () => {
      setDraft(null);
      onChange(valueAt(Number(element.value), control));
    };
    element.addEventListener('change', commit);
    return () => element.removeEventListener('change', commit);
  }, [onChange, control]);

  const band = bandOf(field.band, control);
  const position = positionOf(shown, control);
  return (
    <div className="control">
      <label htmlFor={id} title={field.help}>
        {field.label} <Implies item={item} />
      </label>
      <input
        className="control-number"
        aria-label={`${field.label}, as a number`}
        inputMode="decimal"
        value={written ?? setting(shown)}
        onFocus={(event) => {
          setWritten(String(shown));
          event.target.select();
        }}
        onChange={(event) => setWritten(event.target.value)}
        onBlur={() => {
          if (written !== null && written.trim() !== '' && Number.isFinite(Number(written))) onChange(Number(written));
          setWritten(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <div className="control-slider">
        <svg width="100%" height="16" aria-hidden="true">
          <rect x="0" y="7" width="100%" height="2" rx="1" className="control-track" />
          {band ? <rect x={`${100 * band[0]}%`} y="7" width={`${100 * (band[1] - band[0])}%`} height="2" className="control-band" /> : null}
        </svg>
        <input
          ref={slider}
          id={id}
          type="range"
          min={0}
          max={1}
          step={sliderStep(control)}
          value={position}
          aria-valuetext={`${setting(shown)}${control.unit ? ` ${control.unit}` : ''}`}
          onInput={(event) => {
            const next = valueAt(Number(event.currentTarget.value), control);
            setDraft(next);
            if (live) onChange(next);
          }}
          onChange={() => {}}
        />
      </div>
    </div>
  );
}
