import { quantity } from '../format';
import type { Chart } from './chart';
import type { Curves } from './curves';

/** Rows a table shows. */
const MOST_ROWS = 50;

/** A chart's numbers, evenly thinned, first and last row among them. */
export function ChartTable({
  chart,
  curves: { rows, curves: all },
  name,
}: {
  readonly chart: Chart;
  readonly curves: Curves;
  readonly name: (run: string) => string;
}) {
  const curves = all.filter(({ isRaw }) => !isRaw);
  const stride = Math.max(1, (rows.length - 1) / (MOST_ROWS - 1));
  const chosen = Array.from({ length: Math.min(rows.length, MOST_ROWS) }, (_, index) => rows[Math.round(index * stride)]);
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={`${chart.title} as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">at</th>
            {curves.map(({ key, run, thin }) => (
              <th key={key} scope="col">
                {name(run)}
                {thin > 0 ? ` ${chart.thin?.[thin - 1]?.label ?? ''}` : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chosen.map((row) =>
            row ? (
              <tr key={row.x}>
                <th scope="row">{quantity(row.x)}</th>
                {curves.map(({ key }) => (
                  <td key={key}>{quantity(row[key] ?? Number.NaN)}</td>
                ))}
              </tr>
            ) : null,
          )}
        </tbody>
      </table>
    </div>
  );
}
