import { type Field, type FieldValue, percentOf } from '../../core/settings/field';

export interface WrittenNumber {
  /** Legal; null where nothing could be read. */
  readonly value: number | null;
  /** What was changed, or why nothing could be read; '' where all is well. */
  readonly problem: string;
}

/** What a person wrote into a number's box: shares in percent, with or without the sign; `1,000` is a thousand and `0,4` is 0.4. */
export function readNumber(text: string, field: Field<FieldValue>): WrittenNumber {
  const { control } = field;
  if (control.kind !== 'number') throw new Error(`“${field.label}” is not a number`);
  const inWords = (value: number) => (control.isShare ? `${percentOf(value)} %` : String(value));
  const word = plain(text);
  if (word === '') return { value: null, problem: '' };
  const read = control.isShare ? Number((Number(word) / 100).toPrecision(12)) : Number(word);
  const parsed = Number.isFinite(read) ? field.parse(field.print(read)) : undefined;
  if (!parsed || 'illegal' in parsed)
    return { value: null, problem: `“${text.trim()}” is not a number; write one such as ${inWords(Number(field.default))}.` };
  const value = Number(parsed.value);
  if (!parsed.clamped) return { value, problem: '' };
  if (value === control.max) return { value, problem: `At most ${inWords(value)} can be set here.` };
  if (value === control.min) return { value, problem: `At least ${inWords(value)} must be set here.` };
  return { value, problem: `Rounded to ${inWords(value)}: only whole numbers can be set here.` };
}

function plain(text: string): string {
  const word = text.replace(/\s|%\s*$/g, '').replace('−', '-');
  return /^-?[1-9]\d{0,2}(,\d{3})+$/.test(word) ? word.replaceAll(',', '') : word.replace(',', '.');
}
