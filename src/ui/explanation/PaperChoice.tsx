import { useState } from 'react';
import { paperConstants } from '../../core/sam/paperConstants';
import { recipes } from '../../core/sam/recipes';
import { chooseKind, OWN_CONSTANTS } from '../../core/settings/edit';
import type { RunSettings } from '../../core/settings/experiment';
import { readable } from '../../core/settings/field';
import { type FormField, type FormMenu, formOf } from '../../core/settings/form';
import { paperTraining } from '../../core/settings/paperTraining';
import { climbs } from '../../core/settings/runs';
import { Menu } from '../controls/Menu';
import { usePageState, useTools } from '../pageContext';

/** Statement of a row of a menu of papers. */
interface Row {
  /** Paths of menus whose entries it chooses. */
  readonly entries: readonly string[];
  readonly keys: readonly string[];
  readonly filledIn: readonly string[];
  readonly source: string;
  readonly note: string;
}

/** Constants that papers chose for a run's algorithm and for its training, to be taken over; nothing where no paper says anything. */
export function PaperChoice({ run }: { readonly run: RunSettings }) {
  const { page } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const form = formOf(experiment);
  const own = form.runs.find(({ id }) => id === run.id);
  const constants = own?.menus.find(({ path }) => path.endsWith('.constants'));
  const training = form.sections.flatMap(({ menus }) => menus).find(({ path }) => path === 'training.constants');
  const constantsOf = paperConstants[run.algorithm] ?? [];
  const papers = papersOf([recipes[run.algorithm], ...constantsOf].map((one) => one?.source ?? '').join());
  // The baseline is trained in every paper; an algorithm that no paper here speaks of, in none.
  const isOf = (value: string) =>
    [OWN_CONSTANTS, training?.kind].includes(value) ||
    !climbs(run) ||
    papersOf(paperTraining[value]?.source ?? '').some((paper) => papers.includes(paper));
  const trainings = training && { ...training, options: training.options.filter(({ value }) => isOf(value)) };
  const choose = (path: string) => (kind: string) => page.edit(chooseKind(page.store.getState().experiment, path, kind));
  if (!constants && (trainings?.options.length ?? 0) < 2) return null;
  const row = (id: string): Row | undefined => {
    const found = constantsOf.find((known) => known.id === id);
    const entries = Object.keys(found?.parts ?? {}).map((slot) => `runs.${run.id}.${slot}`);
    return found && { ...withRest(found), entries, keys: Object.keys(found.values) };
  };
  const trainingRow = (id: string): Row | undefined => {
    const found = paperTraining[id];
    if (!found) return undefined;
    const { values, optimizer, schedule } = found;
    const entries = schedule ? ['optimizer', 'schedule'] : ['optimizer'];
    return { ...withRest(found), entries, keys: [values, optimizer[1], schedule?.[1] ?? {}].flatMap((map) => Object.keys(map)) };
  };
  const sections = form.sections.filter(({ name }) => ['training', 'optimizer', 'schedule'].includes(name));
  return (
    <section className="how-papers" aria-label="As in a paper">
      {constants ? (
        <Choice menu={constants} row={row} fields={own?.fields ?? []} menus={own?.menus ?? []} onChoose={choose(constants.path)} />
      ) : null}
      {trainings && trainings.options.length > 1 ? (
        <Choice
          menu={trainings}
          row={trainingRow}
          fields={sections.flatMap(({ fields }) => fields)}
          menus={sections.flatMap(({ menus }) => menus)}
          onChoose={choose(trainings.path)}
        />
      ) : null}
    </section>
  );
}

const withRest = ({ filledIn = [], source, note = '' }: { filledIn?: readonly string[]; source: string; note?: string }) => ({
  filledIn,
  source,
  note,
});
const papersOf = (source: string): readonly string[] => source.match(/arXiv:\d{4}\.\d{5}/g) ?? [];

interface ChoiceProps {
  readonly menu: FormMenu;
  readonly row: (id: string) => Row | undefined;
  /** Where the row's keys and entries are found. */
  readonly fields: readonly FormField[];
  readonly menus: readonly FormMenu[];
  readonly onChoose: (kind: string) => void;
}

/** A menu of papers, and under it what the chosen one states; values that are not in its text are marked. */
function Choice({ menu, row, fields, menus, onChoose }: ChoiceProps) {
  const [picked, setPicked] = useState('');
  // Several papers may state the same: then it is the one that was picked.
  const kind = menu.alike?.includes(picked) ? picked : menu.kind;
  const shown = row(kind);
  return (
    <div className="how-paper">
      <Menu
        menu={{ ...menu, kind }}
        onChoose={(next) => {
          setPicked(next);
          onChoose(next);
        }}
      />
      {shown ? (
        <>
          <dl className="how-live">
            {menus
              .filter(({ path }) => shown.entries.includes(path))
              .map(({ path, label, kind: entry, options }) => (
                <Stated key={path} label={label} value={options.find(({ value }) => value === entry)?.label ?? entry} isFilledIn={false} />
              ))}
            {fields
              .filter(({ key }) => shown.keys.includes(key))
              .map(({ path, key, field, value }) => (
                <Stated key={path} label={field.label} value={readable(field, value)} isFilledIn={shown.filledIn.includes(key)} />
              ))}
          </dl>
          <p className="how-fine">
            {shown.note} Source: {shown.source}.
          </p>
        </>
      ) : null}
    </div>
  );
}

function Stated({ label, value, isFilledIn }: { readonly label: string; readonly value: string; readonly isFilledIn: boolean }) {
  return (
    <>
      <dt>
        {label}
        {isFilledIn ? <span className="how-note">filled in from code or convention</span> : null}
      </dt>
      <dd>{value}</dd>
    </>
  );
}
