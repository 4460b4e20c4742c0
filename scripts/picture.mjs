// Makes docs/images/basin.png, the picture of the README: the built page as a first visitor sees it, with its recorded run.
//   node scripts/picture.mjs
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { endWithHelp } from './command.mjs';
import { root } from './root.mjs';
import { serveFolder } from './serve.mjs';

endWithHelp('usage: node scripts/picture.mjs (writes docs/images/basin.png)');
buildIfStale();
const server = await serveFolder(join(root, 'dist'));
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(server.url);
  await page.getByText(/Recorded on/).waitFor();
  // A name at the end of a line: axes and curves are there.
  await page
    .getByRole('figure', { name: /Clean test accuracy/ })
    .locator('.chart-ends li')
    .first()
    .waitFor();
  // What computes here is known: nothing on the page moves any more.
  await page.getByRole('contentinfo').getByText(/:/).first().waitFor();
  const path = join(root, 'docs', 'images', 'basin.png');
  await page.screenshot({ path });
  console.log(path);
} finally {
  await browser.close();
  await server.close();
}
