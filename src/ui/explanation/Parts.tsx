import { algorithms, OWN, partsOf } from '../../core/sam/recipes';
import type { SlotName } from '../../core/sam/slotNames';
import { slotQuestions } from '../../core/sam/slots';
import { changedSlots, publishedAs } from '../../core/settings/composition';
import { entryOf } from '../../core/settings/entry';
import type { RunSettings } from '../../core/settings/experiment';
import { slotRegistry } from '../../core/sam/partChoices';

/** Parts of a run where its name does not say them: those of one's own, or those that were changed. */
export function Parts({ run }: { readonly run: RunSettings }) {
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
