import { describe, expect, it } from 'vitest';
import { setField } from '../../src/core/settings/edit';
import { actOn, shortcutFor, shortcuts } from '../../src/ui/page/keyboard';
import type { PageTools } from '../../src/ui/pageContext';
import { fakePage } from '../store/fakePage';
import { noStudies } from './noStudies';

const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...more });
const body = { tagName: 'BODY' };

describe('shortcuts', () => {
  it('answer on the page, whatever the case', () => {
    expect([' ', '.', 'r', 'N', 't', '3', '?'].map((key) => shortcutFor(press(key), body))).toEqual([' ', '.', 'r', 'n', 't', '3', '?']);
  });

  it('tell Shift and S from S, which Caps Lock makes a capital too', () => {
    expect(shortcutFor(press('S', { shiftKey: true }), body)).toBe('S');
    expect(shortcutFor(press('S'), body)).toBe('s');
    expect(shortcutFor(press('R', { shiftKey: true }), body)).toBe('r');
  });

  it('keep quiet in text fields and menus', () => {
    expect(shortcutFor(press('r'), { tagName: 'INPUT', type: 'text' })).toBeNull();
    expect(shortcutFor(press('3'), { tagName: 'INPUT', type: 'text' })).toBeNull();
    expect(shortcutFor(press(' '), { tagName: 'SELECT' })).toBeNull();
    expect(shortcutFor(press('r'), { tagName: 'INPUT', type: 'range' })).toBe('r');
  });

  it('leave Space to the button that has the focus', () => {
    expect(shortcutFor(press(' '), { tagName: 'BUTTON' })).toBeNull();
    expect(shortcutFor(press('.'), { tagName: 'BUTTON' })).toBe('.');
  });

  it('leave combinations, held keys and all others to the browser', () => {
    expect(shortcutFor(press('r', { ctrlKey: true }), body)).toBeNull();
    expect(shortcutFor(press(' ', { repeat: true }), body)).toBeNull();
    for (const key of ['constructor', 'Tab', 'ArrowDown', 'F5', 'Enter', '9', '0', '12', "'", '/'])
      expect(shortcutFor(press(key), body)).toBeNull();
  });

  it('are single letters, or keys that type none, each of them once, and say what they do', () => {
    for (const [key, { help }] of Object.entries(shortcuts)) {
      expect(['Escape', 'PageUp', 'PageDown'].includes(key) || [...key].length === 1).toBe(true);
      expect(help).not.toBe('');
    }
    const helps = Object.values(shortcuts).map(({ help }) => help);
    expect(new Set(helps).size).toBe(helps.length);
  });
});

describe('in the presenter', () => {
  const opened = (hash: string) => {
    const fake = fakePage(hash);
    const offline = { get: () => ({ isKept: false, isNewerReady: false, isOffline: false }), subscribe: () => () => {}, load() {} };
    const scheduler = { add: () => ({ setVisible() {}, touch() {}, remove() {} }), touch() {} };
    const tools: PageTools = {
      page: fake.page,
      scheduler,
      offline,
      copy: async () => true,
      studies: noStudies,
      base: 'https://example.org/',
    };
    const view = () => fake.state().experiment.view;
    return { ...fake, view, act: (key: string) => actOn(key, tools) };
  };

  it('P enters, Escape leaves, and Escape means nothing elsewhere', () => {
    const { act, view, address } = opened('v=1&preset=pinwheel-noisy');
    expect(act('Escape')).toBe(false);
    expect(act('p')).toBe(true);
    expect(view().mode).toBe('present');
    expect(address.read()).toContain('mode=present');
    expect(act('Escape')).toBe(true);
    expect(view().mode).toBe('page');
    expect(address.read()).not.toContain('mode');
  });

  it('the keys of a remote control go round the charts, digits go to one, and one that is not there is left alone', () => {
    const { act, view, page, state } = opened('v=1&preset=pinwheel-noisy&mode=present');
    act('PageDown');
    expect(view().chart).toBe(2);
    act('PageUp');
    act('PageUp');
    const last = view().chart;
    expect(last).toBeGreaterThan(8);
    act('PageDown');
    expect(view().chart).toBe(1);
    act('4');
    expect(view().chart).toBe(4);
    // A link may ask for more charts than there are: it gets the last, and the next one is the first.
    page.edit(setField(state().experiment, 'view.chart', 40));
    act('PageUp');
    expect(view().chart).toBe(last - 1);
  });

  it('X goes through the horizontal axes and comes back', () => {
    const { act, view } = opened('v=1&preset=pinwheel-noisy&mode=present');
    const seen = Array.from({ length: 4 }, () => {
      act('x');
      return view().x;
    });
    expect(seen).toEqual(['epochs', 'evals', 'seconds', 'steps']);
  });

  it('S goes through smoothing, L turns the scale of the chart on screen, and Z takes a zoom away', () => {
    const { act, view, page, state } = opened('v=1&preset=pinwheel-noisy&mode=present&zoom=100;500&zoomy=50;60&zoomof=1');
    expect(view().zoom).toEqual([100, 500]);
    const seen = Array.from({ length: 4 }, () => {
      act('s');
      return view().ema;
    });
    expect(seen).toEqual(['5', '20', '100', '0']);
    act('l');
    expect([...page.view.getState().turned]).toEqual(['accuracy']);
    act('l');
    expect(page.view.getState().turned.size).toBe(0);
    act('z');
    expect(view()).toMatchObject({ zoom: [0], zoomy: [0], zoomof: 1 });
    act(']');
    expect(state().announcement).toContain('no pictures');
  });

  it('PageUp and PageDown scroll where there is no presenter', () => {
    const { act } = opened('v=1&preset=pinwheel-noisy');
    expect(act('PageDown')).toBe(false);
  });

  it('none of it touches what is trained', () => {
    const { act, types } = opened('v=1&preset=pinwheel-noisy');
    for (const key of ['p', 'PageDown', 'l', 's', 'z', '[', 'x', 'q', '?', '2', 'Escape']) act(key);
    expect(types()).toEqual([]);
  });
});
