/**
 * How numbers are written: one rule for the cells of tables and for the boxes of the form. A sign that parts thousands parts
 * groups of three; `%` is a hundredth; `1.200` and `1,200` alone do not say which of the two their sign is.
 */

export type DecimalSign = '.' | ',';

/** Evidence of a written number about the decimal sign: which it is, that it can be either, or nothing. */
export type Evidence = DecimalSign | 'either' | 'none';

const SPACES = '[ \\u00a0\\u2009\\u202f]';
const grouped = (sign: string) => `[1-9]\\d{0,2}(?:${sign}\\d{3})+`;
const pattern = (decimal: DecimalSign) => {
  const [mark, group] = decimal === '.' ? ['\\.', ','] : [',', '\\.'];
  const whole = `(?:\\d+|${grouped(group)}|${grouped(SPACES)}|${grouped("['’]")})`;
  return new RegExp(`^[+-]?(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)(?:e[+-]?\\d+)?$`, 'i');
};
const NUMBER: Readonly<Record<DecimalSign, RegExp>> = { '.': pattern('.'), ',': pattern(',') };
const ONE_GROUP = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const UNIT = /^([+-]?)\s*[$€£¥]\s*(?=[\d.,])|(?<=\d)\s*[€£¥]$/g;

/** The number that a text is where `decimal` is the decimal sign; NaN where it is none. Never `0x10`, never `1,2,3`. */
export function numberIn(text: string, decimal: DecimalSign): number {
  const trimmed = text.trim();
  // Nearly all cells: digits and a point.
  if (decimal === '.' && isPlain(trimmed)) return Number(trimmed);
  const { word, isPercent } = bare(trimmed);
  if (!NUMBER[decimal].test(word)) return Number.NaN;
  const plain = decimal === '.' ? word.replace(/[^\d.e+-]/gi, '') : word.replace(/[^\d,e+-]/gi, '').replace(',', '.');
  const value = Number(plain);
  if (!Number.isFinite(value)) return Number.NaN;
  return isPercent ? Number((value / 100).toPrecision(15)) : value;
}

/** Evidence of a text about the decimal sign, given that it is a number at all. */
export function evidenceIn(text: string): Evidence {
  if (!text.includes(',') && !text.includes('.')) return 'none';
  const trimmed = text.trim();
  // Nearly all cells again: digits and a point, of which only 1.234 could be a thousand.
  if (isPlain(trimmed)) return ONE_GROUP.test(trimmed) ? 'either' : '.';
  const { word } = bare(trimmed);
  const [asPoint, asComma] = [NUMBER['.'].test(word), NUMBER[','].test(word)];
  if (asPoint && asComma) return ONE_GROUP.test(word) ? 'either' : 'none';
  if (asPoint) return '.';
  return asComma ? ',' : 'none';
}

function isPlain(text: string): boolean {
  if (text === '') return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) {
      if (code === 46 && text.indexOf('.') === at && text.length > 1) continue;
      if (code === 45 && at === 0 && text.length > 1 && text !== '-.') continue;
      return false;
    }
  }
  return true;
}

function bare(text: string): { readonly word: string; readonly isPercent: boolean } {
  const isPercent = /\d\s*%$/.test(text);
  const word = (isPercent ? text.replace(/\s*%$/, '') : text).replace('−', '-').replace(UNIT, '$1');
  return { word, isPercent };
}
