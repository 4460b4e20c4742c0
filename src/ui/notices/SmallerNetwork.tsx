import { models } from '../../core/models/models';
import { smaller } from '../../core/models/smaller';
import { estimatedBytes, networkSize } from '../../core/settings/cost';
import { chooseKind } from '../../core/settings/edit';
import { type Chosen, entryOf } from '../../core/settings/entry';
import type { Experiment } from '../../core/settings/experiment';
import { type FieldMap, readable } from '../../core/settings/field';
import type { Facts } from '../../core/settings/refusals';
import { factsAbout } from '../../store/facts';
import { usePageState, useTools } from '../pageContext';

/** After a network that did not fit: a smaller one of its kind, and for images the small CNN where that needs less. */
export function SmallerNetwork() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const datasets = usePageState((state) => state.datasets);
  const facts = factsAbout({ experiment, datasets });
  return smallerNetworks(experiment, facts).map(({ label, experiment: next }) => (
    <button
      key={label}
      type="button"
      className="button"
      onClick={() => {
        page.dismissFailure();
        page.edit(next);
      }}
    >
      {label}
    </button>
  ));
}

/** Networks that may fit where this one did not, largest first; without facts about the data only its own kind is offered. */
export function smallerNetworks(
  experiment: Experiment,
  facts: Facts | undefined,
): readonly { readonly label: string; readonly experiment: Experiment }[] {
  const { model, training } = experiment;
  const own = smaller(model);
  const [now, then]: readonly (Chosen['values'] | undefined)[] = [model.values, own?.values];
  const fields: FieldMap = entryOf(models, model.kind).fields;
  const key = then && Object.keys(fields).find((one) => then[one] !== now?.[one]);
  const field = key === undefined ? undefined : fields[key];
  const label = key && field ? `Use ${field.label.toLowerCase()} ${readable(field, then?.[key] ?? 0)}` : '';
  const bytesOf = (one: Experiment) => facts && estimatedBytes(networkSize(one, facts), training.batch, 1);
  const cnn = facts?.inputShape.length === 3 && model.kind !== 'cnn' ? chooseKind(experiment, 'model', 'cnn') : null;
  const isLess = cnn !== null && (bytesOf(cnn) ?? 0) < (bytesOf(experiment) ?? 0);
  return [
    ...(own ? [{ label, experiment: { ...experiment, model: own } }] : []),
    ...(isLess ? [{ label: 'Use small CNN', experiment: cnn }] : []),
  ];
}
