import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Obstacles for assistive technology, as `rule: element`.
 *
 * @param more rules that axe does not apply unasked, as `color-contrast-enhanced` (7:1).
 * @param within a selector of what is looked at; all of the page unless told.
 */
export function obstacles(page: Page, more: readonly string[] = [], within = ':root'): Promise<string[]> {
  return violationsOf(page, within, { rules: Object.fromEntries(more.map((rule) => [rule, { enabled: true }])) });
}

async function violationsOf(page: Page, within: string, options: RunOptions): Promise<string[]> {
  // Through the debugger: the page's security policy takes no script from text.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

/** The four ways the page can look. */
const themes = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['light, high contrast', { colorScheme: 'light', contrast: 'more' }],
  ['dark, high contrast', { colorScheme: 'dark', contrast: 'more' }],
] as const;

/** The same in every theme, as `theme: rule: element`. A theme is colours: after the first all that can differ is contrast. */
export async function obstaclesInEveryTheme(page: Page, within = ':root'): Promise<string[]> {
  const found: string[] = [];
  for (const [theme, media] of themes) {
    await page.emulateMedia(media);
    const options: RunOptions = theme === themes[0][0] ? {} : { runOnly: { type: 'rule', values: ['color-contrast'] } };
    found.push(...(await violationsOf(page, within, options)).map((obstacle) => `${theme}: ${obstacle}`));
  }
  return found;
}
