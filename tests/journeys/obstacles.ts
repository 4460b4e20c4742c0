import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What assistive technology would stumble over, as `rule: element`. */
export async function obstacles(page: Page): Promise<string[]> {
  // Through the debugger: the page's security policy takes no script from text.
  const { violations } = await page.evaluate<AxeResults>(`${axe}; axe.run()`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}
