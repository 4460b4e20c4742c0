import { type ReactNode, useId, useState } from 'react';

interface Props {
  readonly title: string;
  readonly unit: string;
  /** All there is to see, in words. */
  readonly summary: string;
  /** The same as a table: column heads and rows, the first cell of a row naming it. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly children: ReactNode;
}

/** A picture with its words, and a table for those who cannot see it. */
export function PictureFigure({ title, unit, summary, head, rows, children }: Props) {
  const id = useId();
  const [isTable, setTable] = useState(false);
  return (
    <figure className="chart" aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`}>
      <figcaption>
        <b id={`${id}-title`}>{title}</b> <span>{unit}</span>
        <button type="button" className="link-button chart-switch" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'View as chart' : 'View as table'}
        </button>
      </figcaption>
      <p className="visually-hidden" id={`${id}-summary`}>
        {summary}
      </p>
      {isTable ? (
        <div className="chart-table" tabIndex={0} role="region" aria-label={`${title} as a table`}>
          <table>
            <thead>
              <tr>
                {head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, ...cells]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        children
      )}
    </figure>
  );
}
