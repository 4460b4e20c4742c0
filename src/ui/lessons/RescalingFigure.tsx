import { useEffect, useId, useState } from 'react';
import { type Rescaled, rescaled, type SharpnessMeasure, sharpnessMeasures } from '../../core/lessons/rescaling';
import { quantity } from '../format';

/** c = 2^(stop/4), from a quarter to four. */
const STOPS = 8;
const factorOf = (stop: number) => 2 ** (stop / 4);

/** The same function written with other weights, and what measures of sharpness make of it. */
export function RescalingFigure() {
  const id = useId();
  const [stop, setStop] = useState(0);
  const [now, setNow] = useState<Rescaled | null>(null);
  const [before, setBefore] = useState<Rescaled | null>(null);
  useEffect(() => void rescaled(1).then(setBefore), []);
  useEffect(() => {
    let isCurrent = true;
    void rescaled(factorOf(stop)).then((next) => isCurrent && setNow(next));
    return () => {
      isCurrent = false;
    };
  }, [stop]);
  if (!now || !before) return null;
  return (
    <figure className="lesson-figure" aria-label="Sharpness of one function under rescaling">
      <label htmlFor={id}>
        c = <b>{quantity(factorOf(stop))}</b>
      </label>
      <input
        id={id}
        type="range"
        min={-STOPS}
        max={STOPS}
        value={stop}
        aria-valuetext={quantity(factorOf(stop))}
        onChange={(event) => setStop(Number(event.target.value))}
      />
      <table>
        <thead>
          <tr>
            <th scope="col">at</th>
            <th scope="col">c = 1</th>
            <th scope="col">c = {quantity(factorOf(stop))}</th>
          </tr>
        </thead>
        <tbody>
          <Row name="(x₁, x₂)" before={pair(before.at)} now={pair(now.at)} />
          <Row name="Loss" before={quantity(before.loss)} now={quantity(now.loss)} />
          {(Object.entries(sharpnessMeasures) as [SharpnessMeasure, string][]).map(([measure, name]) => (
            <Row key={measure} name={name} before={quantity(before.sharpness[measure])} now={quantity(now.sharpness[measure])} />
          ))}
        </tbody>
      </table>
    </figure>
  );
}

const pair = (at: readonly [number, number]) => `${quantity(at[0])}, ${quantity(at[1])}`;

function Row({ name, before, now }: { readonly name: string; readonly before: string; readonly now: string }) {
  return (
    <tr data-changed={before !== now}>
      <th scope="row">{name}</th>
      <td>{before}</td>
      <td>{now}</td>
    </tr>
  );
}
