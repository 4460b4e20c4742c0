import { useState } from 'react';
import { columnWord, type Reading, readingFields, roles, withRole, type WrittenRole } from '../../core/datasets/reading';
import type { Question, UnderstoodColumn, UnderstoodFile, Understanding } from '../../core/datasets/tables/understanding';
import type { Field, FieldValue } from '../../core/settings/field';
import { Control } from '../controls/Control';
import { count } from '../format';
import './UnderstandingTable.css';

interface Props {
  readonly understanding: Understanding;
  /** True if its files are at hand, so that a line can be changed. */
  readonly canChange: boolean;
  /** They are being read anew. */
  readonly isReading: boolean;
  readonly onChange: (reading: Reading) => void;
}

/** Lines that are changed with one control, in the order of reading. */
const LINES = ['encoding', 'delimiter', 'decimal', 'heading', 'missing', 'gaps', 'rare', 'rows', 'split'] as const;
const ROLE_NAMES: Readonly<Record<WrittenRole | 'label', string>> = {
  label: 'label',
  number: 'number',
  category: 'category',
  text: 'text',
  out: 'left out',
};
/** Columns that are shown at first, and with each press more. */
const AT_ONCE = 40;
const MOST_CLASSES = 12;

/** Understanding of dropped tables, a line each, and the way to change every one of them. */
export function UnderstandingTable({ understanding, canChange, isReading, onChange }: Props) {
  const { questions, reading, files, rows, columns, label, split } = understanding;
  const answer = (set: Partial<Reading>) => onChange({ ...reading, ...set });
  const isLocked = !canChange || isReading;
  return (
    <section className="understanding" aria-labelledby="understanding-caption" aria-busy={isReading}>
      <h3 id="understanding-caption" className="caption">
        What was understood
      </h3>
      {questions.map((question) => (
        <Asked key={question.ask} question={question} isLocked={isLocked} onAnswer={answer} />
      ))}
      <ul className="understanding-files" aria-label="Files">
        {files.map((file) => (
          <li key={file.name}>
            <b>{file.name}</b> {wordsOf(file)}
          </li>
        ))}
      </ul>
      <dl className="understanding-facts">
        <dt>Labels</dt>
        <dd>{label === null ? 'not known yet' : `“${columns[label]?.name}”, ${classesIn(understanding)}`}</dd>
        <dt>Rows</dt>
        <dd>{rowsIn(rows)}</dd>
        <dt>Split</dt>
        <dd>{split}</dd>
      </dl>
      {canChange ? null : (
        <p className="understanding-note" role="status">
          The files are no longer at hand. Drop {files.length === 1 ? `“${files[0]?.name}”` : 'them'} again to change a line; what was said
          stays.
        </p>
      )}
      <fieldset className="understanding-lines" disabled={isLocked}>
        <legend className="visually-hidden">How the files are read</legend>
        {LINES.map((key) => (
          <Line key={key} name={key} understanding={understanding} onChange={answer} />
        ))}
      </fieldset>
      <Columns understanding={understanding} isLocked={isLocked} onChange={onChange} />
    </section>
  );
}

function Asked({
  question,
  isLocked,
  onAnswer,
}: {
  readonly question: Question;
  readonly isLocked: boolean;
  readonly onAnswer: (set: Partial<Reading>) => void;
}) {
  return (
    <fieldset className="understanding-question" disabled={isLocked}>
      <legend>{question.ask}</legend>
      <div className="understanding-answers">
        {question.answers.map(({ say, set }) => (
          <button key={say} type="button" className="button" onClick={() => onAnswer(set)}>
            {say}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Line({
  name,
  understanding,
  onChange,
}: {
  readonly name: (typeof LINES)[number];
  readonly understanding: Understanding;
  readonly onChange: (set: Partial<Reading>) => void;
}) {
  const { reading } = understanding;
  return (
    <Control
      item={{
        path: `understanding.${name}`,
        key: name,
        field: withFound(readingFields[name] as unknown as Field<FieldValue>, foundIn(understanding, name)),
        value: reading[name] ?? readingFields[name].default,
        live: true,
        inherited: false,
      }}
      onChange={(value) => onChange({ [name]: value } as Partial<Reading>)}
    />
  );
}

/** A choice whose first option says what was found in the files. */
function withFound(field: Field<FieldValue>, found: string): Field<FieldValue> {
  const { control } = field;
  if (control.kind !== 'choice' || found === '') return field;
  const options = control.options.map((option) => (option.value === 'auto' ? { ...option, label: `${found} (found)` } : option));
  return { ...field, control: { ...control, options } };
}

function foundIn({ files, kind, rows }: Understanding, name: (typeof LINES)[number]): string {
  const [file] = files;
  if (!file) return '';
  switch (name) {
    case 'encoding':
      return file.encoding;
    case 'delimiter':
      return file.delimiter;
    case 'decimal':
      return file.decimal;
    case 'heading':
      return file.headingRow === null ? 'a sample' : 'headings';
    case 'rows':
      return kind === 'images' ? 'pixels of images' : kind;
    case 'gaps':
      return rows.withGaps === 0 ? 'none' : '';
    default:
      return '';
  }
}

function Columns({
  understanding,
  isLocked,
  onChange,
}: {
  readonly understanding: Understanding;
  readonly isLocked: boolean;
  readonly onChange: (reading: Reading) => void;
}) {
  const { columns, reading } = understanding;
  const [wanted, setWanted] = useState('');
  const [shown, setShown] = useState(AT_ONCE);
  const names = columns.map(({ name }) => name);
  const found = columns
    .map((column, place) => ({ column, place }))
    .filter(({ column }) => column.name.toLowerCase().includes(wanted.toLowerCase()));
  const choose = (place: number, chosen: string) => {
    const own = withRole(reading, names, place, null);
    if (chosen === 'label') onChange({ ...own, column: columnWord(names, place) });
    else if (chosen === '') onChange(own);
    else onChange(withRole(place === understanding.label ? { ...reading, column: '' } : reading, names, place, chosen as WrittenRole));
  };
  return (
    <>
      {columns.length > AT_ONCE ? (
        <input
          className="understanding-search"
          type="search"
          placeholder={`Find among ${count(columns.length)} columns`}
          aria-label="Find a column"
          value={wanted}
          onChange={(event) => {
            setWanted(event.target.value);
            setShown(AT_ONCE);
          }}
        />
      ) : null}
      <table className="understanding-columns">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">is</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, shown).map(({ column, place }) => (
            <tr key={place} data-role={column.role}>
              <th scope="row">
                <span className="understanding-name">{column.name}</span>
                <span className="understanding-about">{about(column)}</span>
              </th>
              <td>
                <select
                  className="control-menu"
                  aria-label={`“${column.name}” is`}
                  disabled={isLocked}
                  value={column.role}
                  onChange={(event) => choose(place, event.target.value)}
                >
                  {(['label', ...roles] as const).map((role) => (
                    <option key={role} value={role}>
                      {ROLE_NAMES[role]}
                    </option>
                  ))}
                </select>
                {column.isSaid ? (
                  <button type="button" className="link-button" disabled={isLocked} onClick={() => choose(place, '')}>
                    as guessed
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length > shown ? (
        <button type="button" className="button" onClick={() => setShown(shown + AT_ONCE)}>
          Show {count(Math.min(AT_ONCE, found.length - shown))} more of {count(found.length)}
        </button>
      ) : null}
    </>
  );
}

/** `3 values, 2 gaps: male, female; holds texts, beside numbers`. */
function about({ values, gaps, examples, role, why }: UnderstoodColumn): string {
  const different = values === null ? 'more than 256 values' : `${count(values)} ${values === 1 ? 'value' : 'values'}`;
  const missing = gaps === 0 ? '' : `, ${count(gaps)} ${gaps === 1 ? 'gap' : 'gaps'}`;
  const some = examples.length > 0 ? `: ${examples.join(', ')}${values === null || values > examples.length ? ', …' : ''}` : '';
  const reason = why === '' ? '' : role === 'out' ? ` – left out: it ${why}` : ` – ${why}`;
  return `${different}${missing}${some}${reason}`;
}

function wordsOf({ use, why, encoding, delimiter, decimal, headingRow, rows }: UnderstoodFile): string {
  if (use === 'out') return `is left out: ${why}.`;
  const part = use === 'test' ? ', the test split' : use === 'training' ? ', for training' : '';
  const headings = headingRow === null ? 'no headings' : `headings in row ${count(headingRow)}`;
  return `${count(rows)} rows${part}; ${encoding}, cells between ${delimiter}, decimal ${decimal}, ${headings}`;
}

function classesIn({ classes }: Understanding): string {
  const some = classes.slice(0, MOST_CLASSES).map(({ name, count: samples }) => `${name}: ${count(samples)}`);
  return `${count(classes.length)} classes – ${some.join(', ')}${classes.length > some.length ? ', …' : ''}`;
}

function rowsIn({ read, withGaps, leftOut, areFilled }: Understanding['rows']): string {
  const gaps = withGaps === 0 ? '' : `, ${count(withGaps)} with gaps${areFilled ? ', which are filled from training rows' : ''}`;
  return `${count(read)} read, ${count(read - leftOut)} used, ${count(leftOut)} left out${gaps}`;
}
