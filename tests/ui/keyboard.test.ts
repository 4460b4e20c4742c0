import { describe, expect, it } from 'vitest';
import { shortcutFor } from '../../src/ui/keyboard';

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });
const page = { tagName: 'BODY' };

describe('shortcuts', () => {
  it('answer on the page, whatever the case', () => {
    expect([' ', '.', 'r', 'N', 't'].map((key) => shortcutFor(press(key), page))).toEqual([' ', '.', 'r', 'n', 't']);
  });

  it('keep quiet in text fields and menus', () => {
    expect(shortcutFor(press('r'), { tagName: 'INPUT', type: 'text' })).toBeNull();
    expect(shortcutFor(press(' '), { tagName: 'SELECT' })).toBeNull();
    expect(shortcutFor(press('r'), { tagName: 'INPUT', type: 'range' })).toBe('r');
  });

  it('leave Space to the button that has the focus', () => {
    expect(shortcutFor(press(' '), { tagName: 'BUTTON' })).toBeNull();
    expect(shortcutFor(press('.'), { tagName: 'BUTTON' })).toBe('.');
  });

  it('leave combinations and held keys to the browser', () => {
    expect(shortcutFor(press('r', { ctrlKey: true }), page)).toBeNull();
    expect(shortcutFor(press(' ', { repeat: true }), page)).toBeNull();
    expect(shortcutFor(press('constructor'), page)).toBeNull();
  });
});
