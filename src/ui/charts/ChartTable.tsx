import { doubleAt } from '../../core/numbers';
import type { HorizontalAxis } from '../../core/metrics/history';
import { quantity } from '../format';
import { axisWords, placeCell } from './axisWords';
import type { Chart } from './chart';
import type { Curves } from './curves';

/** Rows a table shows. */
const MOST_ROWS = 50;

/** A chart's numbers, evenly thinned, first and last row among them. */
export function ChartTable({
  chart,
  curves: { x, curves: all },
  axis,
  name,
}: {
  readonly chart: Chart;
  readonly curves: Curves;
  readonly axis: HorizontalAxis;
  readonly name: (run: string) => string;
}) {
  const curves = all.filter(({ isRaw }) => !isRaw);
  const stride = Math.max(1, (x.length - 1) / (MOST_ROWS - 1));
  const chosen = Array.from({ length: Math.min(x.length, MOST_ROWS) }, (_, index) => Math.round(index * stride));
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={`${chart.title} as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{axisWords[axis].head}</th>
            {curves.map(({ key, run, thin }) => (
              <th key={key} scope="col">
                {name(run)}
                {thin > 0 ? ` ${chart.thin?.[thin - 1]?.label ?? ''}` : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chosen.map((row) => (
            <tr key={row}>
              <th scope="row">{placeCell(axis, doubleAt(x, row))}</th>
              {curves.map(({ key, y }) => (
                <td key={key}>{quantity(doubleAt(y, row))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
