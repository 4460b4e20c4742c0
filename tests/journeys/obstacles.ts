import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What assistive technology would stumble over, as `rule: element`.
 *
 * @param more rules that axe does not apply unasked, as `color-contrast-enhanced` (7:1).
 * @param within a selector of what is looked at; all of the page unless told.
 */
export async function obstacles(page: Page, more: readonly string[] = [], within = ':root'): Promise<string[]> {
  const rules = Object.fromEntries(more.map((rule) => [rule, { enabled: true }]));
  // Through the debugger: the page's security policy takes no script from text.
  const { violations } = await page.evaluate<AxeResults>(`${axe}; axe.run(${JSON.stringify(within)}, { rules: ${JSON.stringify(rules)} })`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

/** The four ways the page can look. */
const themes = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['light, high contrast', { colorScheme: 'light', contrast: 'more' }],
  ['dark, high contrast', { colorScheme: 'dark', contrast: 'more' }],
] as const;

/** The same in every theme, as `theme: rule: element`. */
export async function obstaclesInEveryTheme(page: Page, within?: string): Promise<string[]> {
  const found: string[] = [];
  for (const [theme, media] of themes) {
    await page.emulateMedia(media);
    found.push(...(await obstacles(page, [], within)).map((obstacle) => `${theme}: ${obstacle}`));
  }
  return found;
}
