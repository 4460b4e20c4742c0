import { useState } from 'react';
import { recipes } from '../../core/sam/recipes';
import { costOf } from '../../core/settings/cost';
import { climbs } from '../../core/settings/runs';
import { runLabels } from '../../core/settings/runLabels';
import type { GroupState } from '../../store/state';
import { quantity } from '../format';
import { usePageState, useTools } from '../pageContext';
import { runStyles } from '../palette';
import { useFocusedRun } from '../RunsTable';
import { useDrawn } from '../useDrawn';
import { formulas } from './formulas.generated';
import './HowItWorks.css';
import { MathTree } from './MathTree';
import { OneStep } from './OneStep';

/** The focused run explained: idea, formula, this very step's numbers, where it comes from. */
export function HowItWorks() {
  const experiment = usePageState((state) => state.experiment);
  const focused = useFocusedRun();
  const run = experiment.runs.find(({ id }) => id === focused);
  const recipe = run && recipes[run.algorithm];
  if (!run || !recipe) return null;
  const label = runLabels(experiment).find(({ id }) => id === run.id)?.label ?? recipe.label;
  const style = runStyles(experiment).get(run.id);
  return (
    <aside className="how" aria-label={`How ${label} works`}>
      <h2 className="caption">
        How it works · <span style={{ color: style?.text }}>{label}</span>
      </h2>
      <p className="how-idea">{recipe.idea}</p>
      <div className="how-formula">
        {(formulas[run.algorithm] ?? []).map((line, index) => (
          <MathTree key={index} markup={line} />
        ))}
        <LiveNumbers run={run.id} climbing={climbs(run)} perStep={costOf(experiment).runs.find(({ id }) => id === run.id)?.said ?? '1'} />
      </div>
      {climbs(run) ? <OneStep color={style?.color} /> : null}
      <p className="how-source">{recipe.source}</p>
      <Bibtex key={run.algorithm} text={recipe.bibtex} />
    </aside>
  );
}

function LiveNumbers({ run, climbing, perStep }: { readonly run: string; readonly climbing: boolean; readonly perStep: string }) {
  const group = useDrawn();
  const last = (metric: 'gradNorm' | 'lossClean' | 'lossPerturbed' | 'perturbNorm') => lastOf(group, run, metric);
  return (
    <dl className="how-live">
      <dt>‖g‖ now</dt>
      <dd>{quantity(last('gradNorm'))}</dd>
      {climbing ? (
        <>
          <dt>‖ε‖ now</dt>
          <dd>{quantity(last('perturbNorm'))}</dd>
          <dt>batch loss L(w) → L(w+ε)</dt>
          <dd>
            {quantity(last('lossClean'))} → {quantity(last('lossPerturbed'))}
          </dd>
        </>
      ) : (
        <>
          <dt>batch loss L(w)</dt>
          <dd>{quantity(last('lossClean'))}</dd>
        </>
      )}
      <dt>gradients per step</dt>
      <dd>{perStep}</dd>
    </dl>
  );
}

/** Of the first seed: one step of one network, not a mean. */
function lastOf(group: GroupState | null, run: string, metric: 'gradNorm' | 'lossClean' | 'lossPerturbed' | 'perturbNorm'): number {
  return group?.history.members.find((member) => member.run === run)?.steps.last(metric) ?? Number.NaN;
}

function Bibtex({ text }: { readonly text: string }) {
  const { copy } = useTools();
  const [said, setSaid] = useState('');
  return (
    <details className="how-bibtex">
      <summary>BibTeX</summary>
      <pre>{text}</pre>
      <button type="button" className="button" onClick={async () => setSaid((await copy(text)) ? 'Copied' : 'Select the text to copy it')}>
        <span aria-live="polite">{said || 'Copy'}</span>
      </button>
    </details>
  );
}
