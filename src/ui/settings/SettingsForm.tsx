import { useMemo } from 'react';
import { chooseKind, setField } from '../../core/settings/edit';
import type { Experiment } from '../../core/settings/experiment';
import type { Region } from '../../core/settings/lecture';
import { type FieldValue, readable } from '../../core/settings/field';
import { type FormField, type FormMenu, type FormRun, type FormSection, formOf } from '../../core/settings/form';
import { OWN } from '../../core/sam/recipes';
import { runLabels } from '../../core/settings/runLabels';
import { Control } from '../controls/Control';
import type { ControlProps } from '../controls/controlProps';
import { listed } from '../format';
import { Menu } from '../controls/Menu';
import { Datasets, DataDialogButton } from '../data/Datasets';
import { Locked, LockNote } from './Locked';
import { usePageState, useTools } from '../pageContext';
import { late } from '../page/late';
import { PlanNote } from './PlanNote';
import './SettingsForm.css';
import { SoundControl } from '../sound/SoundControl';
import { VaryButton } from '../study/VaryButton';
import { canVary } from '../study/variedAxes';
import { useFocusedRun } from '../runs/useFocusedRun';
import { useHidden } from '../page/useHidden';

const PaperNote = late('What is said about papers', async () => (await import('../papers/PaperNote')).PaperNote);

/** Sections that stand open: what a lecture changes. */
const OPEN = new Set(['data', 'view']);
/** Fields of a section that stay in sight; the rest is one click away. */
const IN_SIGHT: Readonly<Record<string, readonly string[]>> = {
  data: ['data.noise', 'data.n', 'data.set', 'data.take'],
  training: ['training.lr', 'training.batch', 'training.steps', 'training.epochs', 'training.seeds'],
  view: ['view.x'],
};

/** The whole experiment as a form, generated from the schema, and the data sets that may be in it. */
export function SettingsForm() {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const focused = useFocusedRun();
  const hidden = useHidden();
  const form = useMemo(() => formOf(experiment), [experiment]);
  const run = form.runs.find(({ id }) => id === focused);
  const change = (path: string, value: FieldValue) => page.edit(setAlike(page.store.getState().experiment, path, value));
  const choose = (path: string, kind: string) => page.edit(chooseKind(page.store.getState().experiment, path, kind));
  const sections = form.sections.filter(({ name }) => !hidden.has(regionOf(name)));
  const sectionOf = (section: FormSection) => (
    <Locked key={section.name} path={section.name}>
      <Section section={section} change={change} choose={choose} isOpen={OPEN.has(section.name) || section.name === 'training'} />
    </Locked>
  );
  return (
    <form className="settings" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
      <PaperNote />
      <LockNote />
      {sections.filter(({ name }) => name === 'data').map(sectionOf)}
      {hidden.has('data') ? null : <Datasets />}
      {run && !hidden.has('runs') ? (
        <Locked path="runs">
          <RunSection key={run.id} run={run} change={change} choose={choose} />
        </Locked>
      ) : null}
      {sections.filter(({ name }) => name !== 'data').map(sectionOf)}
      <PlanNote />
    </form>
  );
}

/** Base optimizer and its schedule are how one trains, too. */
const regionOf = (section: string) => (section === 'optimizer' || section === 'schedule' ? 'training' : section) as Region;

/**
 * A run's setting moves with it every run that has the same part with the same value: what is compared stays alike. A run whose
 * algorithm is there twice moves alone: it was doubled to be made different.
 */
function setAlike(experiment: Experiment, path: string, value: FieldValue): Experiment {
  const others = movedWith(experiment, path).map((run) => path.replace(/^runs\.[^.]+/, `runs.${run}`));
  return [path, ...others].reduce((edited, one) => setField(edited, one, value), experiment);
}

/** Ids of the other runs that a run's setting moves with it. */
function movedWith(experiment: Experiment, path: string): readonly string[] {
  const [name, id, slot, key] = path.split('.');
  if (name !== 'runs' || slot === undefined || key === undefined) return [];
  const algorithm = experiment.runs.find((run) => run.id === id)?.algorithm;
  if (experiment.runs.filter((run) => run.algorithm === algorithm).length > 1) return [];
  const form = formOf(experiment);
  const field = (run: string) => form.runs.find((one) => one.id === run)?.fields.find((one) => one.path === `runs.${run}.${slot}.${key}`);
  const own = field(id ?? '');
  const alike = experiment.runs.filter((run) => {
    const other = field(run.id);
    return own && other?.field === own.field && other.value === own.value;
  });
  return alike.map((run) => run.id).filter((run) => run !== id);
}

interface Verbs {
  readonly change: (path: string, value: FieldValue) => void;
  readonly choose: (path: string, kind: string) => void;
}

/**
 * The settings of the focused run: what changes live is in sight, parts and the rest are one click away. One's own is put
 * together here, so its parts stand open and say what they are. Constants of papers are beside the explanation.
 */
function RunSection({ run: { label, algorithm, menus, fields }, change, choose }: Verbs & { readonly run: FormRun }) {
  const experiment = usePageState((state) => state.experiment);
  const names = new Map(runLabels(experiment).map(({ id, label: name }) => [id, name]));
  const isOwn = algorithm === OWN;
  const near = fields.filter(({ key, live, inherited }) => live && !inherited && key !== 'name');
  const far = fields.filter((field) => !near.includes(field));
  const control = (item: FormField) => (
    <Locked key={item.path} path={item.path}>
      <SettingField item={item} onChange={(value) => change(item.path, value)} />
      <MovedWith names={movedWith(experiment, item.path).map((id) => names.get(id) ?? id)} />
    </Locked>
  );
  return (
    <section className="settings-section" aria-label={label}>
      <h3 className="caption">{label}</h3>
      {near.map(control)}
      <details className="settings-more" open={isOwn}>
        <summary>parts, more</summary>
        {menus
          .filter(({ path }) => !path.endsWith('.constants'))
          .map((menu) => (
            <Menu key={menu.path} menu={menu} isExplained={isOwn} onChoose={(kind) => choose(menu.path, kind)} />
          ))}
        {far.map(control)}
      </details>
    </section>
  );
}

/** A setting with its control, and what varies it. */
function SettingField(props: ControlProps) {
  return (
    <div className="settings-field">
      <Control {...props} />
      {canVary(props.item) ? <VaryButton item={props.item} /> : null}
    </div>
  );
}

/** Which other runs a setting moves, so that what is compared stays alike. */
function MovedWith({ names }: { readonly names: readonly string[] }) {
  return names.length === 0 ? null : <p className="settings-moved">and of {listed(names)}</p>;
}

interface SectionProps extends Verbs {
  readonly section: FormSection;
  readonly isOpen: boolean;
}

function Section({ section: { name, label, menus, fields }, change, choose, isOpen }: SectionProps) {
  const sighted = IN_SIGHT[name];
  const near = fields.filter(({ path }) => sighted?.includes(path));
  const far = fields.filter((field) => !near.includes(field));
  const control = (item: FormField) => (
    <Locked key={item.path} path={item.path}>
      <SettingField item={item} onChange={(value) => change(item.path, value)} />
    </Locked>
  );
  const rest = far.length > 0 || menus.length > 0;
  if (!isOpen || near.length + menus.length === 0) {
    return (
      <details className="settings-section">
        <summary className="caption">
          {label} <span className="settings-chosen">{summaryOf(menus, fields)}</span>
        </summary>
        {menus.map((menu) => (
          <Menu key={menu.path} menu={menu} onChoose={(kind) => choose(menu.path, kind)} />
        ))}
        {fields.map(control)}
      </details>
    );
  }
  return (
    <section className="settings-section" aria-label={label}>
      <h3 className="caption">{label}</h3>
      {near.map(control)}
      {rest ? (
        <details className="settings-more">
          <summary>{menus.length === 0 || name === 'training' ? 'more' : `${summaryOf(menus, far)}, more`}</summary>
          {menus.map((menu) => (
            <Menu key={menu.path} menu={menu} onChoose={(kind) => choose(menu.path, kind)} />
          ))}
          {far.map(control)}
        </details>
      ) : null}
      {name === 'data' ? <DataDialogButton /> : null}
      {name === 'view' ? <SoundControl /> : null}
    </section>
  );
}

/** Summary of a closed section: the chosen entries, or a few of its values. */
function summaryOf(menus: readonly FormMenu[], fields: readonly FormField[]): string {
  // A menu below another's path only sets fields, which say it themselves.
  const chosen = menus.filter(({ path }) => !path.includes('.'));
  if (chosen.length > 0) return chosen.map((menu) => menu.options.find(({ value }) => value === menu.kind)?.label ?? menu.kind).join(', ');
  return fields
    .slice(0, 2)
    .map(({ field, value }) => readable(field, value))
    .join(', ');
}
