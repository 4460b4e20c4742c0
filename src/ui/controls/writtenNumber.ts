import { evidenceIn, numberIn } from '../../core/datasets/numberText';
import { type Field, type FieldValue, percentOf } from '../../core/settings/field';

/** The number that somebody wrote into a box that has its unit beside it, such as `90` or `90 %` in front of “%”, by the same rule. */
export const readInUnit = (text: string, unit: string, field: Field<FieldValue>): WrittenNumber =>
  readNumber(unit.startsWith('%') ? text.trim().replace(/\s*%$/, '') : text, field);

export interface WrittenNumber {
  /** Legal; null where nothing could be read. */
  readonly value: number | null;
  /** Change made, or why nothing could be read; '' where all is well. */
  readonly problem: string;
}

/**
 * Number written into a number's box, by the rule that tables are read by: `1,000.5` and `0,4` say which their decimal sign
 * is; `1.000` and `1,000` are a thousand where only whole numbers can be set, and are asked about elsewhere. `2%` is 0.02, and 2
 * where shares are set in percent.
 */
export function readNumber(text: string, field: Field<FieldValue>): WrittenNumber {
  const { control } = field;
  if (control.kind !== 'number') throw new Error(`“${field.label}” is not a number`);
  const inWords = (value: number) => (control.isShare ? `${percentOf(value)} %` : String(value));
  const word = text.trim();
  if (word === '') return { value: null, problem: '' };
  const evidence = evidenceIn(word);
  if (evidence === 'either' && !control.integer) {
    const [asPoint, asComma] = [numberIn(word, '.'), numberIn(word, ',')].sort((one, other) => one - other) as [number, number];
    return { value: null, problem: `“${word}” may be ${asPoint} or ${asComma}; write it as one of them.` };
  }
  const isShare = word.endsWith('%');
  if (isShare && control.integer)
    return {
      value: null,
      problem: `“${word}” is a share, and whole numbers are set here; write one such as ${inWords(Number(field.default))}.`,
    };
  // Where both would do, whole numbers have thousands and no fractions.
  const groups = word.includes(',') ? '.' : ',';
  const written = numberIn(
    isShare && control.isShare ? word.slice(0, -1) : word,
    evidence === 'either' ? groups : evidence === ',' ? ',' : '.',
  );
  const read = control.isShare ? Number((written / 100).toPrecision(12)) : written;
  const parsed = Number.isFinite(read) ? field.parse(field.print(read)) : undefined;
  if (!parsed || 'illegal' in parsed)
    return { value: null, problem: `“${word}” is not a number; write one such as ${inWords(Number(field.default))}.` };
  const value = Number(parsed.value);
  if (!parsed.clamped) return { value, problem: '' };
  if (value === control.max) return { value, problem: `At most ${inWords(value)} can be set here.` };
  if (value === control.min) return { value, problem: `At least ${inWords(value)} must be set here.` };
  return { value, problem: `Rounded to ${inWords(value)}: only whole numbers can be set here.` };
}
