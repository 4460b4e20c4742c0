import { describe, expect, it } from 'vitest';
import { choice, legalValue, number, numbers, onOff, text } from '../../../src/core/settings/field';

const described = { label: 'Label', help: 'Help.' };

describe('a number', () => {
  const field = number({ ...described, default: 1, min: -10, max: 1e6 });
  it.each([
    [0.4, '.4'],
    [-0.5, '-.5'],
    [0.05, '.05'],
    [0.001, '.001'],
    [0.0001, '1e-4'],
    [5e-4, '5e-4'],
    [1000, '1000'],
    [60_000, '60000'],
    [1e6, '1e6'],
    [0.1 + 0.2, '.30000000000000004'],
  ])('%d is written %s', (value, written) => {
    expect(field.print(value)).toBe(written);
    expect(field.parse(written)).toEqual({ value });
  });

  it.each(['', 'x', '1,5', '0x10', '1e', '--1', 'NaN', 'Infinity', '1 2'])('is not read from “%s”', (written) => {
    expect(field.parse(written)).toHaveProperty('illegal');
  });

  it('is moved into its limits, rounded where whole, and says so', () => {
    expect(field.parse('1e999')).toEqual({ value: 1e6, clamped: '1e999 limited to 1e6' });
    expect(number({ ...described, default: 1, min: 1, max: 9, integer: true }).parse('2.5')).toEqual({
      value: 3,
      clamped: '2.5 rounded to 3',
    });
  });

  it('is never minus zero', () => {
    expect(field.parse('-0')).toEqual({ value: 0 });
  });
});

describe('a list of numbers', () => {
  const field = numbers({ ...described, default: [1], min: 1, max: 50, integer: true, longest: 6 });
  it('is sorted, without doubles, and takes ranges in either direction', () => {
    expect(field.parse('5;3-1;5')).toEqual({ value: [1, 2, 3, 5] });
    expect(field.print([1, 2, 3, 5])).toBe('1-3;5');
  });

  it('is cut at its longest and at its limits, and says so', () => {
    expect(field.parse('1-999999999')).toEqual({ value: [1, 2, 3, 4, 5, 6], clamped: '999999999 limited to 50, shortened to 6 entries' });
  });
});

describe('a short text', () => {
  const field = text({ ...described, default: '', longest: 5 });
  it('loses what no link can carry, and says so', () => {
    expect(field.parse('ab\u0000c')).toEqual({ value: 'abc', clamped: 'shortened to “abc” (5 characters at most)' });
    expect(field.parse('a\ud800b')).toHaveProperty('value', 'ab');
    expect(field.parse('🦆🦆🦆🦆🦆🦆')).toHaveProperty('value', '🦆🦆🦆🦆🦆');
  });
});

describe('a value from a control', () => {
  it('is moved into the limits of its field, or refused', () => {
    const field = number({ ...described, default: 1, min: 0, max: 2 });
    expect(legalValue(field, 7)).toBe(2);
    expect(legalValue(field, Number.NaN)).toBeUndefined();
    expect(legalValue(field, 'x')).toBeUndefined();
    expect(legalValue(choice({ ...described, default: 'a', options: [{ value: 'a', label: 'A' }] }), 'b')).toBeUndefined();
    expect(legalValue(onOff({ ...described, default: false }), true)).toBe(true);
  });
});
