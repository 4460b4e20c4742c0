import { Fragment } from 'react';
import { algorithms, OWN } from '../../core/sam/recipes';
import { isChanged } from '../../core/settings/composition';
import { replaceRun } from '../../core/settings/edit';
import { runLabels } from '../../core/settings/runLabels';
import { ChooseAlgorithm } from '../chooser/ChooseAlgorithm';
import { hasClimb } from '../../core/settings/runTraits';
import { usePageState, useTools } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useFocusedRun } from '../runs/useFocusedRun';
import { formulas } from './formulas.generated';
import { Deviations } from './Deviations';
import './HowItWorks.css';
import { LiveNumbers } from './LiveNumbers';
import { MathTree } from './MathTree';
import { OneStep } from './OneStep';
import { PaperChoice } from './PaperChoice';
import { Parts } from './Parts';
import { Sources } from './Sources';

/** The focused run explained: idea, parts, formula, this very step's numbers, what papers chose, and where it comes from. */
export function HowItWorks() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const focused = useFocusedRun();
  const run = experiment.runs.find(({ id }) => id === focused);
  const algorithm = run && algorithms[run.algorithm];
  if (!run || !algorithm) return null;
  const label = runLabels(experiment).find(({ id }) => id === run.id)?.label ?? algorithm.label;
  const style = runStyles(experiment).get(run.id);
  const replace = (name: string) => {
    const next = replaceRun(experiment, run.id, name);
    page.edit(next);
    page.focusRun(next.runs[experiment.runs.indexOf(run)]?.id ?? run.id);
  };
  return (
    <aside className="how" tabIndex={-1} aria-label={`How ${label} works`}>
      <header className="how-head">
        <h2 className="caption">
          How it works · <span style={{ color: style?.text }}>{label}</span>
        </h2>
        <ChooseAlgorithm title={`Instead of ${label}`} className="link-button" onChoose={replace}>
          choose another
        </ChooseAlgorithm>
      </header>
      <p className="how-idea">{algorithm.idea}</p>
      {run.algorithm === OWN || isChanged(run) ? <Parts run={run} /> : null}
      <div className="how-formula">
        {(formulas[run.algorithm] ?? []).map((line, index) => (
          <MathTree key={index} markup={line} />
        ))}
        <LiveNumbers run={run} />
      </div>
      {hasClimb(run) ? <OneStep color={style?.color} /> : null}
      <button
        type="button"
        className="button how-slow"
        aria-haspopup="dialog"
        aria-keyshortcuts="m"
        onClick={() => page.openDialog('step')}
      >
        Inside one step, in slow motion <kbd>M</kbd>
      </button>
      {/* What was picked or copied is remembered for one run of one algorithm. */}
      <Fragment key={`${run.id} ${run.algorithm}`}>
        <PaperChoice run={run} />
        <Deviations run={run} />
        <Sources run={run} />
      </Fragment>
    </aside>
  );
}
