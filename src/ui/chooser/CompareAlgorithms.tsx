import { useId, useState } from 'react';
import { ORIGIN } from '../../core/sam/recipes';
import { comparedSlots, referenceOf } from '../../core/settings/algorithmComparison';
import type { AlgorithmFamily } from '../../core/settings/algorithmMenu';

interface Props {
  readonly menu: readonly AlgorithmFamily[];
  readonly onChoose: (algorithm: string) => void;
}

/** Two algorithms side by side: which part each has in every slot, with those lit in which they differ. */
export function CompareAlgorithms({ menu, onChoose }: Props) {
  const id = useId();
  const choices = menu.flatMap((family) => family.choices);
  // The origin of the field, and the first of what comes after the first heading.
  const [pair, setPair] = useState<readonly [string, string]>([ORIGIN, menu[1]?.choices[0]?.value ?? ORIGIN]);
  const rows = comparedSlots(...pair);
  const setSide = (side: 0 | 1, value: string) => setPair(side === 0 ? [value, pair[1]] : [pair[0], value]);
  return (
    <table className="compare">
      <caption className="visually-hidden">Parts of two algorithms</caption>
      <thead>
        <tr>
          <th scope="col">A step asks</th>
          {([0, 1] as const).map((side) => {
            const reference = referenceOf(pair[side]);
            return (
              <th key={side} scope="col">
                <select
                  id={`${id}-${side}`}
                  className="field"
                  aria-label={side === 0 ? 'First algorithm' : 'Second algorithm'}
                  value={pair[side]}
                  onChange={(event) => setSide(side, event.target.value)}
                >
                  {menu.map((family) => (
                    <optgroup key={family.label} label={family.label}>
                      {family.choices.map(({ value, label }) => (
                        <option key={value} value={value}>
                          {label}
                        </option>
                      ))}
                    </optgroup>
                  ))}
                </select>
                <span className="compare-idea">{choices.find(({ value }) => value === pair[side])?.idea}</span>
                {reference?.url ? (
                  <a className="compare-source" href={reference.url} target="_blank" rel="noreferrer">
                    {reference.source}
                  </a>
                ) : (
                  <span className="compare-source">{reference?.source}</span>
                )}
                <button type="button" className="button" onClick={() => onChoose(pair[side])}>
                  Choose it
                </button>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ slot, question, answers, differs }) => (
          <tr key={slot} className={differs ? 'compare-differs' : undefined}>
            <th scope="row">{question}</th>
            {answers.map((answer, side) => (
              <td key={`${slot}-${side === 0 ? 'first' : 'second'}`}>{answer}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
