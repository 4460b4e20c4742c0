/** Changes made in reading a link, for a dismissible list on the page. */
import type { Notice } from '../../notice';

/**
 * `unknown`: no such word here · `clamped`: a value was moved into its limits, a list shortened · `illegal`: nothing
 * could be read · `newer`: made by a later version · `refused`: understood, but not taken (said twice, too long) ·
 * `idle`: taken, and without effect beside the rest.
 */
export type LinkNoticeCode = 'unknown' | 'clamped' | 'illegal' | 'newer' | 'refused' | 'idle';

/** About a word of a link, which has a suggestion in the sentence where something close exists. */
export type LinkNotice = Notice<LinkNoticeCode>;

const MOST_NOTICES = 60;

/** Notices in the order of finding them; beyond sixty they are counted, not listed. */
export class LinkNotices {
  private readonly listed: LinkNotice[] = [];
  private unlisted = 0;

  /** `problem` is the rest of a sentence that starts with `subject` (default: the given text); `suggestion` is a word to try instead. */
  add(code: LinkNoticeCode, key: string, given: string, problem: string, suggestion?: string, subject = given): void {
    if (this.listed.length === MOST_NOTICES) {
      this.unlisted++;
      return;
    }
    const message = `\`${shortened(subject)}\` ${problem}${suggestion === undefined ? '.' : `; did you mean \`${suggestion}\`?`}`;
    this.listed.push({ code, about: shortened(key), message, remedy: '' });
  }

  all(): readonly LinkNotice[] {
    if (this.unlisted === 0) return this.listed;
    const message = `${this.unlisted} further parts of this link were not understood and were ignored.`;
    return [...this.listed, { code: 'unknown', about: '', message, remedy: '' }];
  }
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > 48 ? `${characters.slice(0, 47).join('')}…` : text;
}
