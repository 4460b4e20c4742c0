import { describe, expect, it } from 'vitest';
import { defaultReading, parseReading, printReading, writtenReading } from '../../../src/core/datasets/reading';
import { decode } from '../../../src/core/settings/link';

describe('what was said about files', () => {
  it('is read back as it was written, with commas and marks of its own in names', () => {
    const reading = { ...defaultReading, column: 'a, b', as: 'x:out;#3:number', gaps: 'fill' as const, missing: '-999;n/a' };
    expect(parseReading(printReading(reading))).toEqual({ reading, problems: [] });
  });

  it('names each part that cannot be read, and keeps the others', () => {
    const { reading, problems } = parseReading('column=a,bogus=1,gaps=sideways,as=x:out;y:nmber;:out');
    expect(reading).toMatchObject({ column: 'a', gaps: 'auto', as: 'x:out' });
    expect(problems).toHaveLength(4);
    expect(problems.join(' ')).toMatch(/“bogus”.*gaps.*“y:nmber”.*“:out”/);
  });

  it('is said in a link as a notice, and not dropped in silence', () => {
    const { experiment, notices } = decode('v=1&preset=table&read=column%3Dspecies,gaps%3Dsideways');
    expect(experiment.data.values).toMatchObject({ read: 'column=species' });
    expect(notices.map(({ message }) => message).join()).toMatch(/read.*gaps/);
    expect(decode('v=1&preset=table&read=column%3Dspecies,as%3DId:out').notices).toEqual([]);
  });

  it('is written in the form as in a link', () => {
    expect(writtenReading.parse('as=Id:out')).toEqual({ value: 'as=Id:out' });
    expect(writtenReading.parse('side=1e9')).toMatchObject({ value: 'side=256', clamped: expect.stringMatching(/^side: /) });
  });
});
