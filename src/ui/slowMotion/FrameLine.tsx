import type { Frame } from '../../core/sam/observation/tell';
import { MathTree } from '../explanation/MathTree';
import { count, quantity } from '../format';
import { frameFormulas } from './frameFormulas.generated';

/** A frame's line of the formula and, where they are wanted, the same with the step's numbers. */
export function FrameLine({ frame, hasNumbers }: { readonly frame: Frame; readonly hasNumbers: boolean }) {
  return (
    <div className="slow-line">
      <MathTree markup={frameFormulas[frame.formula] ?? ''} />
      {hasNumbers ? (
        <div className="slow-numbers">
          {frame.numbers.map((line) => (
            <MathTree key={line} markup={substituted(frameFormulas[line] ?? '', frame.values)} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** A typeset line with numbers in place of their names. */
export function substituted(markup: string, values: Frame['values']): string {
  const valueOf = (name: string) => values[name] ?? Number.NaN;
  const named = [...markup.matchAll(/@(\w+)@/g)].map(([, name]) => valueOf(name as string));
  // Two numbers that differ must not look equal.
  const areTooClose = new Set(named).size > new Set(named.map(written)).size;
  const write = (value: number) => (areTooClose ? value.toPrecision(5) : written(value));
  return markup.replace(/@(\w+)@/g, (_, name: string) => write(valueOf(name)).replaceAll('<', '&lt;'));
}

/** Whole numbers are counted, others measured. */
function written(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e6 ? count(value) : quantity(value);
}
