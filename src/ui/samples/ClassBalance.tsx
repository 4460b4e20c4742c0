import { nth } from '../../core/numbers';
import type { Preview } from '../../core/datasets/preview';
import { count } from '../format';
import { colorOfClass } from './labels';

interface Props {
  readonly preview: Preview;
  /** The class whose samples are shown; null for all. */
  readonly chosen: number | null;
  readonly onChoose: (label: number | null) => void;
}

/** Samples per class as bars with their numbers; the button of a class shows its samples only. */
export function ClassBalance({ preview, chosen, onChoose }: Props) {
  const { classNames, balance, flipped } = preview;
  const most = Math.max(1, ...balance.train, ...balance.trainTrue);
  const total = (counts: readonly number[]) => counts.reduce((sum, one) => sum + one, 0);
  return (
    <section aria-labelledby="balance-caption">
      <h3 id="balance-caption" className="caption">
        Classes
      </h3>
      <p className="samples-note">
        {balanceWords(balance.train, classNames)}
        {flipped > 0 ? ' Bars count labels as trained on; the line on a bar is how many truly are of the class.' : ''}
      </p>
      <div className="balance" tabIndex={0} role="region" aria-label="Samples per class">
        <table>
          <thead>
            <tr>
              <th scope="col">class</th>
              <th scope="col" colSpan={2}>
                trained on
              </th>
              {flipped > 0 ? <th scope="col">truly</th> : null}
              <th scope="col">validation</th>
              <th scope="col">test</th>
            </tr>
          </thead>
          <tbody>
            {classNames.map((name, label) => {
              const [given, right] = [nth(balance.train, label), nth(balance.trainTrue, label)];
              return (
                <tr key={label} data-chosen={label === chosen}>
                  <th scope="row">
                    <button
                      type="button"
                      className="balance-class"
                      aria-pressed={label === chosen}
                      title={`Show samples labelled ${name}`}
                      onClick={() => onChoose(label === chosen ? null : label)}
                    >
                      {name}
                    </button>
                  </th>
                  <td className="balance-bar" aria-hidden="true">
                    <svg viewBox="0 0 100 12" preserveAspectRatio="none">
                      <rect width="100" height="12" className="balance-track" />
                      <rect width={(100 * given) / most} height="12" fill={colorOfClass(label)} />
                      {flipped > 0 ? <rect x={(100 * right) / most - 0.6} width="1.2" height="12" className="balance-right" /> : null}
                    </svg>
                  </td>
                  <td>{count(given)}</td>
                  {flipped > 0 ? <td>{count(right)}</td> : null}
                  <td>{count(nth(balance.validation, label))}</td>
                  <td>{count(nth(balance.test, label))}</td>
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">all</th>
              <td className="balance-bar" aria-hidden="true" />
              <td>{count(total(balance.train))}</td>
              {flipped > 0 ? <td>{count(total(balance.trainTrue))}</td> : null}
              <td>{count(total(balance.validation))}</td>
              <td>{count(total(balance.test))}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

/** Largest against smallest class, in words. */
function balanceWords(counts: readonly number[], names: readonly string[]): string {
  const [most, least] = [Math.max(...counts), Math.min(...counts)];
  const name = (size: number) => `“${names[counts.indexOf(size)]}”`;
  if (least === 0) return `No training sample is labelled ${name(0)}.`;
  if (most <= 1.1 * least) return 'The classes are about equally large.';
  return `The largest class, ${name(most)}, has ${(most / least).toFixed(1)} times as many training samples as the smallest, ${name(least)}.`;
}
