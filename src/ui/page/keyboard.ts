import { makeBaseline, setField } from '../../core/settings/edit';
import { choose } from '../../core/settings/entry';
import { viewFields } from '../../core/settings/viewFields';
import { FIRST_VALLEY, isValley, valleys } from '../../core/valley/valleys';
import { isPlaying } from '../../store/facts';
import { linkTo } from '../../core/settings/link';
import { chartInFront, showChart, showNextChart } from '../charts/chartInFront';
import { resetZoom } from '../charts/ChartBar';
import type { PageTools } from '../pageContext';
import { soundChoice, switchHearing } from '../sound/soundChoice';
import { toggleTheme } from '../theme/useTheme';

interface Shortcut {
  /** As on the key. */
  readonly label: string;
  readonly help: string;
  readonly act: (tools: PageTools) => void;
  /** Where it means something; everywhere where nothing is said. */
  readonly applies?: (tools: PageTools) => boolean;
  /** It means something where a loss of two weights is on screen, too: the others are about training. */
  readonly isForPlaying?: true;
}

const experimentOf = ({ page }: Pick<PageTools, 'page'>) => page.store.getState().experiment;
const isEmbedded = (tools: PageTools) => experimentOf(tools).view.mode === 'embed';
const isPresenting = (tools: PageTools) => experimentOf(tools).view.mode === 'present';

/** From the page to the presenter and back. */
export function togglePresenter({ page }: Pick<PageTools, 'page'>): void {
  const experiment = experimentOf({ page });
  page.edit(setField(experiment, 'view.mode', experiment.view.mode === 'present' ? 'page' : 'present'));
}

/** From the page that trains to the loss of two weights, and back. */
export function toggleValley({ page }: Pick<PageTools, 'page'>): void {
  const experiment = experimentOf({ page });
  if (isValley(experiment.valley)) page.edit({ ...experiment, valley: choose(valleys, 'off') });
  else openValley(page);
}

/** Opens the loss of two weights, with the first of them where none is on screen. */
export function openValley(page: PageTools['page']): void {
  const experiment = experimentOf({ page });
  if (!isValley(experiment.valley)) page.edit({ ...experiment, valley: choose(valleys, FIRST_VALLEY) });
}

/** Against the next of steps, epochs, gradients and seconds. */
export const nextAxis = (tools: Pick<PageTools, 'page'>): void => nextOf(tools, 'x');

function nextOf({ page }: Pick<PageTools, 'page'>, key: 'x' | 'ema' | 'stage'): void {
  const experiment = experimentOf({ page });
  const { control } = viewFields[key];
  const options = control.kind === 'choice' ? control.options.map(({ value }) => value) : [];
  const next = options[(options.indexOf(experiment.view[key]) + 1) % options.length];
  if (next !== undefined) page.edit(setField(experiment, `view.${key}`, next));
}

function chooseBaseline({ page }: Pick<PageTools, 'page'>): void {
  const { experiment, focusedRun } = page.store.getState();
  if (experiment.runs.some(({ id }) => id === focusedRun)) page.edit(makeBaseline(experiment, focusedRun as string));
  else page.say('Choose a run first: B compares all others with it');
}

function pin({ page }: Pick<PageTools, 'page'>): void {
  const { group, focusedRun } = page.store.getState();
  if (group?.experiment.runs.some(({ id }) => id === focusedRun)) page.pinRun(focusedRun as string);
  else page.say('Choose a run in the table first: K pins it, so that its curves stay');
}

function hear({ page }: Pick<PageTools, 'page'>): void {
  switchHearing();
  const { isHeard } = soundChoice.getState();
  page.say(isHeard ? 'Sound is on: pitch is value, one voice per run' : 'Sound is off');
}

function turnScale({ page }: Pick<PageTools, 'page'>): void {
  const chart = chartInFront(page);
  if (chart) page.turnScale(chart);
  else page.say('Point at a chart first: L turns its scale');
}

function showPicture({ page }: Pick<PageTools, 'page'>, by: 1 | -1): void {
  if (!page.showPicture(by)) page.say('There are no pictures of this run yet');
}

async function copyLink(tools: PageTools): Promise<void> {
  const isCopied = await tools.copy(linkTo(tools.base, experimentOf(tools)));
  tools.page.say(isCopied ? 'Link copied' : 'This browser does not let the link be copied: copy the address above');
}

/** Effect of each key. Every one of them also has a visible button, here or in the list of keys. */
export const shortcuts: Readonly<Record<string, Shortcut>> = {
  ' ': { label: 'Space', help: 'Run, pause or go on', act: ({ page }) => page.toggle() },
  '.': { label: '.', help: 'One step of every run', act: ({ page }) => page.step() },
  m: { label: 'M', help: 'Slow motion: inside one step', act: ({ page }) => page.openDialog('step') },
  r: { label: 'R', help: 'Reset: step 0, same first weights', act: ({ page }) => page.reset() },
  n: { label: 'N', help: 'New seed: other data, weights and batches', act: ({ page }) => page.newSeed() },
  ']': { label: ']', help: 'Next picture of the past', act: (tools) => showPicture(tools, 1) },
  '[': { label: '[', help: 'Previous picture', act: (tools) => showPicture(tools, -1) },
  PageDown: { label: 'Page ↓', help: 'Next chart of the presenter', act: (tools) => showNextChart(tools, 1), applies: isPresenting },
  PageUp: { label: 'Page ↑', help: 'Previous chart of the presenter', act: (tools) => showNextChart(tools, -1), applies: isPresenting },
  g: {
    label: 'G',
    help: 'Go to the next view of the stage',
    act: (tools) => nextOf(tools, 'stage'),
    applies: (tools) => !isEmbedded(tools),
  },
  b: { label: 'B', help: 'Compare all runs with the chosen one', act: chooseBaseline },
  k: { label: 'K', help: 'Keep the chosen run in sight: pin it, or let it go', act: pin },
  l: { label: 'L', help: 'Linear or logarithmic scale of the chart pointed at', act: turnScale },
  s: { label: 'S', help: 'Smoothing: off, 5, 20, 100 steps', act: (tools) => nextOf(tools, 'ema') },
  S: { label: 'Shift S', help: 'Hear the chart in front: pitch is value, one voice per run', act: hear },
  z: { label: 'Z', help: 'Show all of every chart again', act: ({ page }) => resetZoom(page) },
  x: { label: 'X', help: 'Horizontal axis: steps, epochs, gradients, seconds', act: nextAxis },
  v: { label: 'V', help: 'A loss of two weights: drag the start, without any training', act: toggleValley, isForPlaying: true },
  t: { label: 'T', help: 'Light or dark', act: ({ page }) => toggleTheme(page), isForPlaying: true },
  p: { label: 'P', help: 'Presenter, for projectors', act: togglePresenter, applies: (tools) => !isEmbedded(tools), isForPlaying: true },
  q: { label: 'Q', help: 'QR code of the link', act: ({ page }) => page.openDialog('qr'), isForPlaying: true },
  c: { label: 'C', help: 'Copy the link', act: (tools) => void copyLink(tools), isForPlaying: true },
  '?': { label: '?', help: 'These keys', act: ({ page }) => page.openDialog('keys'), isForPlaying: true },
  Escape: { label: 'Esc', help: 'Leave the presenter', act: togglePresenter, applies: isPresenting, isForPlaying: true },
};

/** 1 … 8: the chart of that place. */
const PLACES = '12345678';

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly shiftKey?: boolean;
}
/** The part of an element that decides whether it wants the key for itself. */
interface Place {
  readonly tagName: string;
  readonly type?: string;
  readonly isContentEditable?: boolean;
}

/** The key of `shortcuts`, or a digit, that a press means, or null: in text fields, with modifiers, and where Space already presses the focused control. */
export function shortcutFor(press: Press, place: Place | null): string | null {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return null;
  // Capitals by Caps Lock mean what small letters mean.
  const isCapital = press.shiftKey === true && press.key.length === 1 && Object.hasOwn(shortcuts, press.key);
  const key = press.key.length === 1 && !isCapital ? press.key.toLowerCase() : press.key;
  if (place && wantsText(place)) return null;
  if (key === ' ' && place && ['BUTTON', 'SUMMARY', 'A', 'INPUT'].includes(place.tagName)) return null;
  return Object.hasOwn(shortcuts, key) || (key.length === 1 && PLACES.includes(key)) ? key : null;
}

/** True if a key, or a digit, does something on the screen that is there now. */
export function hasMeaning(key: string, tools: PageTools): boolean {
  const shortcut = Object.hasOwn(shortcuts, key) ? shortcuts[key] : undefined;
  if (isPlaying(tools.page.store.getState()) && !shortcut?.isForPlaying) return false;
  return shortcut?.applies?.(tools) ?? true;
}

/** Does what a key means; false where it means nothing now. */
export function actOn(key: string, tools: PageTools): boolean {
  if (!hasMeaning(key, tools)) return false;
  const shortcut = Object.hasOwn(shortcuts, key) ? shortcuts[key] : undefined;
  if (shortcut) shortcut.act(tools);
  else showChart(tools, Number(key));
  return true;
}

function wantsText({ tagName, type = '', isContentEditable = false }: Place): boolean {
  if (isContentEditable || tagName === 'TEXTAREA' || tagName === 'SELECT') return true;
  return tagName === 'INPUT' && !['range', 'checkbox', 'radio', 'button'].includes(type);
}

const KEYS_OFF = 'basin.keys-off';

/** Single keys can be switched off for good: speech input types letters that nobody meant as keys (WCAG 2.1.4). */
export function keysAreOn(): boolean {
  try {
    return localStorage.getItem(KEYS_OFF) === null;
  } catch {
    // Storage is refused: nothing can have been switched off there.
    return true;
  }
}

/** @returns whether the browser remembers it. */
export function switchKeys(areOn: boolean): boolean {
  try {
    if (areOn) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, '1');
    return true;
  } catch {
    return false;
  }
}
