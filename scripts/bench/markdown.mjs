// Tables that read well in a terminal and in Markdown.

/**
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 * @returns {string} one line per row, columns of equal width; all but the first align right
 */
export function table(header, rows) {
  const all = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = header.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? '').length)));
  const line = (row) => `| ${widths.map((width, column) => aligned(row[column] ?? '', width, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join('\n');
}

function aligned(cell, width, column) {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** Three digits that count: 0.0123, 1.23, 12.3, 123, 1,230. */
export function digits(value) {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(3));
  const places = rounded === 0 ? 0 : Math.min(9, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))));
  return rounded.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** Median with its middle half, as in `2.31 (2.20–2.45)`. */
export function spread({ median, low, high }) {
  return `${digits(median)} (${digits(low)}–${digits(high)})`;
}

/** As in `1.3 KiB`. */
export function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10)));
  return `${power === 0 ? Math.round(count) : digits(count / 1024 ** power)} ${units[power]}`;
}
