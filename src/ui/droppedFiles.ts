import type { Page } from '../store/page';

/** Takes files that were dropped or chosen: JSON is results of this page, and data sets are never JSON. */
export function takeFiles(page: Page, files: readonly File[]): void {
  const results = files.filter(({ name }) => /\.json$/i.test(name));
  page.readFiles(files.filter((file) => !results.includes(file)));
  const [first] = results;
  if (!first) return;
  import('./share/openFile')
    .then(({ openFile }) => openFile(page, first))
    .catch((error: unknown) => page.receive({ type: 'failed', group: null, code: 'file-unreadable', detail: String(error) }));
}
