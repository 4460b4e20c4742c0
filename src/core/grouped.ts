const english = new Intl.NumberFormat('en');
/** Narrow and not to be broken at: neither a decimal comma nor a decimal point for any reader. */
const THIN_SPACE = '\u202f';

/** A count as people read it, in groups of three digits with thin spaces: `10 000` (ISO 80000-1). */
export function grouped(count: number): string {
  return english.format(count).replaceAll(',', THIN_SPACE);
}
