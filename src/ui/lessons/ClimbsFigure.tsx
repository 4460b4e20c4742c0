import { nth } from '../../core/numbers';
import { useEffect, useId, useState } from 'react';
import { BEFORE, CLIMBS, type Seen, seen } from '../../core/lessons/climbs';
import { hundredths } from '../format';

/** Margins that the sliders reach, in logits. */
const MOST = 6;

type Climb = keyof typeof CLIMBS;
type Margins = Readonly<Record<Climb, readonly number[]>>;

/** Two climbs with margins to move, and which of them each objective prefers. */
export function ClimbsFigure() {
  const [margins, setMargins] = useState<Margins>(CLIMBS);
  const [values, setValues] = useState<{ readonly before: Seen; readonly A: Seen; readonly B: Seen } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void Promise.all([seen(BEFORE), seen(margins.A), seen(margins.B)]).then(([before, A, B]) => isCurrent && setValues({ before, A, B }));
    return () => {
      isCurrent = false;
    };
  }, [margins]);
  const move = (climb: Climb, sample: number, to: number) =>
    setMargins({ ...margins, [climb]: margins[climb].map((margin, index) => (index === sample ? to : margin)) });
  return (
    <figure className="lesson-figure" aria-label="Two climbs and who prefers which">
      {(['A', 'B'] as const).map((climb) => (
        <fieldset key={climb} className="lesson-climb">
          <legend>Climb {climb}</legend>
          <Line margins={margins[climb]} />
          {margins[climb].map((margin, sample) => (
            <Margin
              key={sample}
              name={sample === 0 ? 'right before' : 'wrong before'}
              margin={margin}
              onMove={(to) => move(climb, sample, to)}
            />
          ))}
        </fieldset>
      ))}
      {values ? (
        <table>
          <thead>
            <tr>
              <th scope="col">objective</th>
              <th scope="col">before</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">climbs</th>
            </tr>
          </thead>
          <tbody>
            <Row name="Cross-entropy" of="crossEntropy" {...values} />
            <Row name="Samples wrong" of="wrong" {...values} />
            <Row name="BiSAM (−log)" of="bisamLog" {...values} />
            <Row name="BiSAM (tanh)" of="bisamTanh" {...values} />
          </tbody>
        </table>
      ) : null}
      <figcaption>
        Margin: logit of the right class minus the other’s; wrong below 0. BiSAM with the defaults of its authors’ code. With tanh, μ = 10
        and α = 0.1 it is close to cross-entropy.
      </figcaption>
    </figure>
  );
}

function Row({
  name,
  of,
  before,
  A,
  B,
}: {
  readonly name: string;
  readonly of: keyof Seen;
  readonly before: Seen;
  readonly A: Seen;
  readonly B: Seen;
}) {
  const show = (value: number) => (of === 'wrong' ? String(value) : hundredths(value));
  const preferred = Math.abs(A[of] - B[of]) < 1e-9 ? 'either' : A[of] > B[of] ? 'A' : 'B';
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{show(before[of])}</td>
      <td>{show(A[of])}</td>
      <td>{show(B[of])}</td>
      <td>
        <b>{preferred}</b>
      </td>
    </tr>
  );
}

function Margin({ name, margin, onMove }: { readonly name: string; readonly margin: number; readonly onMove: (to: number) => void }) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="range"
        min={-MOST}
        max={MOST}
        step={0.1}
        value={margin}
        onChange={(event) => onMove(Number(event.target.value))}
      />
      <output htmlFor={id}>{hundredths(margin)}</output>
    </>
  );
}

/** Where the samples stood, and where the climb takes them; the boundary is the line in the middle. */
function Line({ margins }: { readonly margins: readonly number[] }) {
  const at = (margin: number) => 100 + (90 * margin) / MOST;
  return (
    <svg viewBox="0 0 200 28" className="lesson-line" aria-hidden="true">
      <path d="M4 20H196" stroke="var(--line)" />
      <path d="M100 4V26" stroke="var(--ink-2)" />
      {margins.map((margin, sample) => (
        <g key={sample}>
          <path d={`M${at(nth(BEFORE, sample))} ${12}H${at(margin)}`} stroke="var(--ink-3)" strokeDasharray="2 2" />
          <circle cx={at(nth(BEFORE, sample))} cy="20" r="3" fill="none" stroke="var(--ink-3)" />
          {margin < 0 ? (
            <rect x={at(margin) - 4} y="16" width="8" height="8" fill="var(--ink)" />
          ) : (
            <circle cx={at(margin)} cy="20" r="4" fill="var(--ink)" />
          )}
        </g>
      ))}
    </svg>
  );
}
