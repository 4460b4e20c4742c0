/** Numbers as people read them: thin groups, signed differences in points, nothing that jitters. */
import { grouped } from '../core/grouped';

export const missing = '—';

/** `10 000`. */
export const count = (value: number): string => grouped(Math.round(value));

/** `94.9 %`; a dash for what is not known. */
export const percent = (value: number): string => (Number.isFinite(value) ? `${value.toFixed(1)} %` : missing);

/** `+10.4 points`, with a real minus sign. */
export function signedPoints(value: number): string {
  if (!Number.isFinite(value)) return missing;
  const size = Math.abs(value).toFixed(1);
  const sign = size === '0.0' ? '' : value > 0 ? '+' : '−';
  return `${sign}${size} points`;
}

/** Two decimals, for numbers around one. */
export function hundredths(value: number): string {
  if (!Number.isFinite(value)) return missing;
  const size = Math.abs(value).toFixed(2);
  return value < 0 && size !== '0.00' ? `−${size}` : size;
}

/** Three significant digits; tiny values as 3.2 × 10⁻⁵. */
export function quantity(value: number): string {
  if (!Number.isFinite(value)) return missing;
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size < 1e-6) return '< 1e-6';
  if (size < 1e-3 || size >= 1e6) {
    const [mantissa, exponent] = size.toExponential(1).split('e') as [string, string];
    return `${sign}${mantissa} × 10${superscript(Number(exponent))}`;
  }
  if (size >= 1000) return `${sign}${count(size)}`;
  return `${sign}${size >= 100 ? size.toFixed(0) : size.toPrecision(size >= 1 ? 3 : 2)}`;
}

/** A setting's number without rounding away what was chosen: `0.4`, `1e-4`, `10 000`. */
export function setting(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-3)
    return value
      .toExponential()
      .replace('-', '−')
      .replace('e', ' × 10^')
      .replace(/10\^(.+)$/, (_, exponent: string) => `10${superscript(Number(exponent.replace('−', '-')))}`);
  return grouped(Number(value.toPrecision(6)));
}

/** `12 s`, `2 min 05 s`, `1 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return '< 1 s';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A time that is only known roughly: `10 s`, `2 min`, `1 h 10 min`. */
export function about(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 57.5) return `${5 * Math.round(seconds / 5)} s`;
  const minutes = seconds / 60;
  if (minutes < 9.75) return `${Number((Math.round(2 * minutes) / 2).toFixed(1))} min`;
  return minutes < 57.5 ? `${5 * Math.round(minutes / 5)} min` : duration(300 * Math.round(seconds / 300));
}

export function memory(bytes: number): string {
  const mebibytes = bytes / 2 ** 20;
  if (mebibytes < 1) return `${Math.max(1, Math.round(bytes / 2 ** 10))} KiB`;
  return mebibytes < 1024 ? `${mebibytes.toFixed(mebibytes < 10 ? 1 : 0)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

function superscript(exponent: number): string {
  return [...String(exponent)].map((digit) => (digit === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] as string))).join('');
}

/** `SAM`; `SAM and BiSAM`; `SGD, SAM and BiSAM`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
