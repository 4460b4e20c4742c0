/** Labels of runs on the page: as short as keeps them apart. */
import { algorithms, OWN, partsOf } from '../sam/recipes';
import { isChanged, slotsInUse } from './composition';
import { entryOf, type Chosen } from './entry';
import { type Experiment, runFields, type RunSettings } from './experiment';
import { trainingFields } from './trainingFields';
import { type Field, type FieldValue, readable } from './field';
import { slotRegistry } from '../sam/partChoices';
import { effectiveFields } from './runs';

export interface RunLabel {
  readonly id: string;
  /** `SAM`; `SAM ρ 0.2` where another SAM is in the group; `SAM, changed` with other parts than SAM’s. No two of a group are equal. */
  readonly label: string;
  /** Details that the name leaves open, parts first: `BiSAM (−log) · ρ 0.4 · η 0.05`; empty for a plain SGD. */
  readonly details: string;
}

interface Trait {
  readonly key: string;
  readonly text: string;
  /** Always among the details, whether or not it differs from anything. */
  readonly telling: boolean;
}

/** The labels of an experiment's runs, in their order. */
export function runLabels({ runs }: Experiment): readonly RunLabel[] {
  const traits = runs.map(traitsOf);
  const names = runs.map(nameOf);
  const labels = runs.map((run, index) => {
    const name = names[index] as string;
    const twins = traits.filter((_, other) => names[other] === name);
    const apart = (traits[index] as readonly Trait[]).filter(({ key, text }) =>
      twins.some((twin) => twin.some((other) => other.key === key && other.text !== text)),
    );
    const told = apart.map(({ text }) => text).filter((text) => text !== '');
    if (told.length === 0) return name;
    return `${name}${run.algorithm === OWN || isChanged(run) ? ':' : ''} ${told.join(' ')}`;
  });
  return runs.map(({ id }, index) => {
    const label = labels[index] as string;
    const isNamed = (runs[index] as RunSettings).name !== undefined;
    const place = labels.slice(0, index).filter((other) => other === label).length;
    const isAlone = labels.filter((other) => other === label).length === 1;
    return {
      id,
      label: isAlone ? label : `${label} #${place + 1}`,
      details: [
        ...(isNamed ? [algorithmName(runs[index] as RunSettings)] : []),
        ...(traits[index] as readonly Trait[]).filter(({ telling }) => telling).map(({ text }) => text),
      ].join(' · '),
    };
  });
}

const nameOf = (run: RunSettings): string => run.name ?? algorithmName(run);

function algorithmName(run: RunSettings): string {
  const name = algorithms[run.algorithm]?.label ?? run.algorithm;
  return isChanged(run) ? `${name}, changed` : name;
}

/** Everything that may keep two runs of one algorithm apart. What has no effect in a run that never climbs is left out. */
function traitsOf(run: RunSettings): readonly Trait[] {
  const own = partsOf(run.algorithm);
  const slots = slotsInUse(run);
  const kinds = slots
    .filter((slot) => Object.keys(slotRegistry(slot)).length > 1)
    .map((slot): Trait => {
      const { kind } = run.parts[slot];
      return { key: slot, text: entryOf(slotRegistry(slot), kind).label, telling: kind !== own[slot].kind };
    });
  const values = slots.flatMap((slot) => {
    const usual: Chosen['values'] = own[slot].values;
    return effectiveFields(run, slot).map(({ key, field, value }): Trait => {
      const isChanged = field.print(value) !== field.print(usual[key] ?? field.default);
      // Another part's field of the same name says nothing: that it is another part is told already.
      return { key: `${slot}.${run.parts[slot].kind}.${key}`, text: settingText(field, value), telling: field.live || isChanged };
    });
  });
  const { learningRate, length } = run;
  const rate: Trait = {
    key: 'lr',
    text: learningRate === null ? '' : settingText(trainingFields.lr, learningRate),
    telling: learningRate !== null,
  };
  const lasts: Trait = { key: 'length', text: length === undefined ? '' : lengthText(length), telling: length !== undefined };
  return [...kinds, ...values.filter(({ telling }) => telling), ...values.filter(({ telling }) => !telling), rate, lasts];
}

/** `2× the steps`. */
const lengthText = (length: number): string => `${readable(runFields.length, length)}× the steps`;

/** `ρ 0.4`: the symbol a label ends with, or else the whole label, and the value as people write it. */
export function settingText(field: Field<FieldValue>, value: FieldValue): string {
  return `${settingSymbol(field)} ${readable(field, value)}`;
}

/** The symbol a label ends with, or else the whole label: `ρ`, `Wrong labels`. */
export function settingSymbol({ label }: Pick<Field<FieldValue>, 'label'>): string {
  const last = label.split(' ').at(-1) as string;
  return [...last].length <= 2 ? last : label;
}
