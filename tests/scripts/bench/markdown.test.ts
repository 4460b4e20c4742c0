import { expect, it } from 'vitest';
import { bytes, digits, spread, table } from '../../../scripts/bench/markdown.mjs';
import { withSection } from '../../../scripts/bench/performancePage.mjs';

it.each([
  [0, '0'],
  [0.000012345, '0.0000123'],
  [0.9996, '1.00'],
  [1.234, '1.23'],
  [99.96, '100'],
  [1234.5, '1,230'],
  [Number.NaN, '–'],
])('three digits of %d are %s', (value, text) => {
  expect(digits(value)).toBe(text);
});

it.each([
  [0, '0 B'],
  [1000, '1000 B'],
  [5472, '5.34 KiB'],
  [3 * 2 ** 30, '3.00 GiB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

it('a spread shows the middle half', () => {
  expect(spread({ median: 2.5, low: 2, high: 10 })).toBe('2.50 (2.00–10.0)');
});

it('a table has columns of one width, and no cell can break it', () => {
  expect(table(['net', 'ms'], [['a|b', '1'], ['long name', '12345'], ['only a name']]).split('\n')).toEqual([
    '| net         |    ms |',
    '| ----------- | ----: |',
    '| a\\|b        |     1 |',
    '| long name   | 12345 |',
    '| only a name |       |',
  ]);
});

it('a run replaces the figures of its own section and no word around them', () => {
  const page = 'Words.\n\n<!-- bench: a -->\n\nold a\n\n<!-- end -->\n\nMore.\n\n<!-- bench: b -->\n\nold b\n\n<!-- end -->\n';
  expect(withSection(page, 'b', 'new b')).toBe(page.replace('old b', 'new b'));
  expect(withSection(page, 'a', 'new $& a')).toBe(page.split('old a').join('new $& a'));
  expect(withSection(page, 'c', 'new c')).toBe(`${page}\n## C\n\n<!-- bench: c -->\n\nnew c\n\n<!-- end -->\n`);
  expect(() => withSection('<!-- bench: a --> and no end', 'a', 'new')).toThrow('has no <!-- end -->');
});
