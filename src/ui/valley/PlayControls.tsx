import { algorithms, partsOf } from '../../core/sam/recipes';
import { slots } from '../../core/sam/slots';
import { choose, entryOf } from '../../core/settings/entry';
import type { FieldMap } from '../../core/settings/field';
import { planeLosses } from '../../core/valley/planeLosses';
import { lackingFor } from '../../core/valley/walk';
import { type Valley, valleys } from '../../core/valley/valleys';
import { Control } from '../controls/Control';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { styleOf } from './paths';
import type { Playing, PlayKey } from './usePlay';

/** What can be moved besides the start. */
export function PlayControls({ playing }: { readonly playing: Playing }) {
  const { values, lacking, kind } = playing;
  const isLooking = values.vruns.some((algorithm) => 'lambda' in partsOf(algorithm).descent.values);
  const isClimbing = values.vruns.some((algorithm) => !isPlain(algorithm));
  return (
    <div className="valley-controls">
      <Methods playing={playing} />
      {lacking.map(({ label, lack }) => (
        <p key={label} className="valley-lacking">
          {label} needs {lack}: a bare loss has none.
        </p>
      ))}
      <PlayNumber playing={playing} name="vlr" />
      {isClimbing ? <PlayNumber playing={playing} name="vrho" /> : null}
      {isLooking ? <PlayNumber playing={playing} name="vlambda" /> : null}
      <PlayNumber playing={playing} name="vnoise" />
      {values.vnoise > 0 ? (
        <p className="valley-seed">
          Mini-batches of seed {count(values.vseed)}{' '}
          <button type="button" className="button" onClick={() => playing.change({ vseed: (values.vseed + 1) % 1_000_000 })}>
            Other noise
          </button>
        </p>
      ) : null}
      <details className="valley-exact">
        <summary>Steps and start</summary>
        <PlayNumber playing={playing} name="vsteps" />
        <PlayNumber playing={playing} name="vx" />
        <PlayNumber playing={playing} name="vy" />
      </details>
      <p className="valley-about">
        {planeLosses[kind].help} <span className="valley-formula">L(x, y) = {planeLosses[kind].formula}</span>
      </p>
    </div>
  );
}

const isPlain = (algorithm: string) =>
  !entryOf(slots.gate, partsOf(algorithm).gate.kind).create(partsOf(algorithm).gate.values as never).climbs;

function PlayNumber({ playing, name }: { readonly playing: Playing; readonly name: PlayKey }) {
  const fields: FieldMap = valleys[playing.kind].fields;
  const [field, value] = [fields[name], playing.values[name]];
  if (!field || value === undefined) throw new Error(`valley: no setting “${name}”`);
  const item = { path: `valley.${name}`, key: name, field, value, live: true, inherited: false };
  return <Control item={item} onChange={(value) => playing.change({ [name]: value })} />;
}

/** Losses to choose from. */
export function LossChoice({ kind }: { readonly kind: Valley['kind'] }) {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  return (
    <div className="valley-losses" role="group" aria-label="Loss">
      {Object.entries(planeLosses).map(([name, { label }]) => (
        <button
          key={name}
          type="button"
          className="button"
          aria-pressed={name === kind}
          onClick={() => page.edit({ ...experiment, valley: choose(valleys, name) })}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Those that are often wanted, one touch away; every other one that has a path is in the list. */
const USUAL = 5;

function Methods({ playing }: { readonly playing: Playing }) {
  const { values, change } = playing;
  const possible = Object.keys(algorithms).filter((algorithm) => isPossible(algorithm));
  const isChosen = (algorithm: string) => values.vruns.includes(algorithm);
  const near = possible.filter((algorithm, index) => index < USUAL - 2 || isChosen(algorithm) || algorithm === firstLooking(possible));
  const others = possible.filter((algorithm) => !near.includes(algorithm));
  const toggle = (algorithm: string) =>
    change({ vruns: isChosen(algorithm) ? values.vruns.filter((other) => other !== algorithm) : [...values.vruns, algorithm] });
  return (
    <div className="valley-methods" role="group" aria-label="Methods">
      {near.map((algorithm) => {
        const { color, dash } = styleOf(algorithm);
        return (
          <button
            key={algorithm}
            type="button"
            className="button"
            aria-pressed={isChosen(algorithm)}
            onClick={() => toggle(algorithm)}
            title={algorithms[algorithm]?.idea}
          >
            <svg width="20" height="8" aria-hidden="true">
              <line x1="1" x2="19" y1="4" y2="4" strokeWidth="2.5" strokeDasharray={dash} style={{ stroke: color }} />
            </svg>
            {algorithms[algorithm]?.label}
          </button>
        );
      })}
      {others.length > 0 ? (
        <select className="field" aria-label="Another method" value="" onChange={({ target }) => toggle(target.value)}>
          <option value="">more…</option>
          {others.map((algorithm) => (
            <option key={algorithm} value={algorithm}>
              {algorithms[algorithm]?.label}
            </option>
          ))}
        </select>
      ) : null}
    </div>
  );
}

const known = new Map<string, boolean>();

/** True if an algorithm has a path over a bare loss: found out once, by two steps of it. */
function isPossible(algorithm: string): boolean {
  const [name, loss] = Object.entries(planeLosses)[0] as [Valley['kind'], (typeof planeLosses)['two']];
  const found = known.get(algorithm) ?? lackingFor(algorithm, loss, choose(valleys, name).values as Valley['values']) === null;
  known.set(algorithm, found);
  return found;
}

/** The first of the universal class. */
const firstLooking = (possible: readonly string[]) => possible.find((algorithm) => 'lambda' in partsOf(algorithm).descent.values);
