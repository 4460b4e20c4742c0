import { Fragment } from 'react';
import { slotRegistry } from '../../core/sam/partChoices';
import { algorithms, OWN, partsOf } from '../../core/sam/recipes';
import type { SlotName } from '../../core/sam/slotNames';
import { slotQuestions } from '../../core/sam/slots';
import { changedSlots, deviationsOf, isChanged, publishedAs } from '../../core/settings/composition';
import { replaceRun } from '../../core/settings/edit';
import { entryOf } from '../../core/settings/entry';
import type { RunSettings } from '../../core/settings/experiment';
import { runLabels } from '../../core/settings/runLabels';
import { ChooseAlgorithm } from '../chooser/ChooseAlgorithm';
import { hasClimb, traitsOf } from '../../core/settings/runTraits';
import { usePageState, useTools } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useFocusedRun } from '../runs/useFocusedRun';
import { formulas } from './formulas.generated';
import './HowItWorks.css';
import { LiveNumbers } from './LiveNumbers';
import { MathTree } from './MathTree';
import { OneStep } from './OneStep';
import { PaperChoice } from './PaperChoice';
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
      {hasClimb(run) ? <OneStep color={style?.color} isRelative={traitsOf(run, ['geometry']).has('relative-length')} /> : null}
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

/** Parts of a run where its name does not say them: those of one's own, or those that were changed. */
function Parts({ run }: { readonly run: RunSettings }) {
  const changed = changedSlots(run);
  const name = algorithms[run.algorithm]?.label ?? run.algorithm;
  const published = publishedAs(run);
  const own = partsOf(run.algorithm);
  const partName = (slot: SlotName, kind: string) => entryOf(slotRegistry(slot), kind).label;
  return (
    <section aria-label="Parts">
      <p className="how-parts-summary">
        {run.algorithm === OWN
          ? changed.length > 0
            ? 'Your own: SAM with these parts.'
            : 'So far these are SAM’s parts. Choose others among the settings of this run.'
          : `Changed: no longer ${name}. The formula is ${name}’s.`}
        {published && changed.length > 0 ? ` These are the parts of ${algorithms[published]?.label ?? published}.` : ''}
      </p>
      <dl className="how-parts">
        {changed.map((slot) => (
          <div key={slot}>
            <dt>{slotQuestions[slot]}</dt>
            <dd>
              {partName(slot, run.parts[slot].kind)} <s>{partName(slot, own[slot].kind)}</s>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Where a run differs from its papers, part by part. */
function Deviations({ run }: { readonly run: RunSettings }) {
  const deviations = deviationsOf(run);
  if (deviations.length === 0) return null;
  return (
    <section aria-label="Differs from the paper or its code" className="how-deviations">
      <h3 className="caption">Differs from the paper or its code</h3>
      <ul>
        {deviations.map(({ part, deviation }) => (
          <li key={part}>
            {part}: {deviation}
          </li>
        ))}
      </ul>
    </section>
  );
}
