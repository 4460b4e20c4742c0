import { expect, it } from 'vitest';
import { Failure, type FailureCode, failures, noticeOf } from '../../src/core/failures';
import { sentences } from '../../src/core/notice';

it.each(Object.keys(failures) as FailureCode[])(
  'the notice of %s says what its catalogue says, what happened before what to do',
  (code) => {
    const { message, remedy } = noticeOf(code);
    expect(sentences({ message, remedy })).toBe(failures[code]);
    expect(message).toMatch(/^[A-Z].*[^.]\.$/);
    expect(message).not.toContain('. ');
  },
);

it('a failure is thrown with all sentences of its notice, and what it is about in front', () => {
  expect(new Failure('file-empty', '“a.gz”:').message).toBe('“a.gz”: The file holds no data. Download it again.');
  expect(noticeOf('file-empty', '“a.gz”:')).toEqual({
    code: 'file-empty',
    about: '',
    message: '“a.gz”: The file holds no data.',
    remedy: 'Download it again.',
  });
});
