import { describe, expect, it } from 'vitest';
import { dataFields } from '../../src/core/datasets/fields';
import { trainingFields } from '../../src/core/settings/trainingFields';
import { type Field, type FieldValue, number, readable } from '../../src/core/settings/field';
import { viewFields } from '../../src/core/settings/viewFields';
import { readInUnit, readNumber } from '../../src/ui/controls/writtenNumber';

const any = (field: unknown) => field as Field<FieldValue>;
const noise = any(dataFields.noise);
const rate = any(trainingFields.lr);
const steps = any(trainingFields.steps);

describe('a number that was written', () => {
  it.each([
    ['40', 0.4],
    ['40 %', 0.4],
    ['7%', 0.07],
    ['33,3', 0.333],
    [' 0 ', 0],
  ])('as the share %s is %d', (text, value) => {
    expect(readNumber(text, noise)).toEqual({ value, problem: '' });
  });

  it.each([
    ['0,05', 0.05],
    ['1e-3', 0.001],
    ['.2', 0.2],
  ])('as %s is %d', (text, value) => {
    expect(readNumber(text, rate)).toEqual({ value, problem: '' });
  });

  it('may have its thousands apart', () => {
    for (const text of ['10,000', '10 000', '10\u202f000', '10000'])
      expect(readNumber(text, steps)).toEqual({ value: 10_000, problem: '' });
  });

  it('is moved into its limits, and says so with the limit as it is shown', () => {
    expect(readNumber('95', noise)).toEqual({ value: 0.9, problem: 'At most 90 % can be set here.' });
    expect(readNumber('-1', steps)).toEqual({ value: 1, problem: 'At least 1 must be set here.' });
    expect(readNumber('2.5', steps)).toEqual({ value: 3, problem: 'Rounded to 3: only whole numbers can be set here.' });
  });

  it('has one rule with tables: a share is a hundredth, and groups of three are thousands where fractions are none', () => {
    expect(readNumber('2%', rate)).toEqual({ value: 0.02, problem: '' });
    for (const text of ['1.000', '1,000', '1 000']) expect(readNumber(text, steps)).toEqual({ value: 1000, problem: '' });
    for (const text of ['1.000', '1,000'])
      expect(readNumber(text, rate)).toEqual({ value: null, problem: `“${text}” may be 1 or 1000; write it as one of them.` });
    expect(readNumber('1.234.567', steps).value).toBe(1_000_000);
    expect(readNumber('0.125', rate)).toEqual({ value: 0.125, problem: '' });
    expect(readNumber('1,000.5', any(number({ label: 'Any', help: 'Any.', default: 1, min: 0, max: 1e4 }))).value).toBe(1000.5);
    expect(readNumber('50 %', steps)).toEqual({
      value: null,
      problem: '“50 %” is a share, and whole numbers are set here; write one such as 1000.',
    });
    expect(readNumber('0x10', rate).value).toBeNull();
  });

  it('changes nothing where it is none, and says what one looks like', () => {
    expect(readNumber('many', noise)).toEqual({ value: null, problem: '“many” is not a number; write one such as 40 %.' });
    expect(readNumber('0.1.2', rate).value).toBeNull();
    expect(readNumber('  ', rate)).toEqual({ value: null, problem: '' });
  });
});

describe('a share', () => {
  const share = any(number({ label: 'Share', help: 'A share.', default: 0.07, min: 0, max: 1, isShare: true }));
  it('is read in percent and written in links as the number it is', () => {
    expect([readable(share, 0.07), share.print(0.07)]).toEqual(['7 %', '.07']);
    expect(readable(rate, 0.07)).toBe('0.07');
  });

  it.each([
    ['90', 90],
    ['90 %', 90],
    ['92,5%', 92.5],
  ])('in front of its unit as %s is %d', (text, value) => {
    expect(readInUnit(text, '%', any(viewFields.goal))).toEqual({ value, problem: '' });
  });
});
