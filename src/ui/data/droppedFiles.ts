import type { Page } from '../../store/page';

/** A file with its path below what was dropped or chosen: `digits/3/001.png`, or just its name. */
export interface FoundFile {
  readonly file: File;
  readonly path: string;
}

/**
 * Takes files that were dropped or chosen: loose JSON is results of this page, or the `model.json` of a network that the other files
 * belong to; data sets are never JSON.
 */
export function takeFiles(page: Page, found: readonly FoundFile[]): void {
  const [json] = found.filter(({ path }) => /^[^/]*\.json$/i.test(path));
  const rest = found.filter(({ path }) => !/\.json$/i.test(path) || /\/model\.json$/i.test(path));
  const read = (files: readonly FoundFile[]) => {
    const hasFolders = files.some(({ path }) => path.includes('/'));
    page.readFiles(
      files.map(({ file }) => file),
      hasFolders ? files.map(({ path }) => path) : undefined,
    );
  };
  if (!json) return read(rest);
  import('../share/openFile')
    .then(async ({ openFile }) => read((await openFile(page, json.file)) ? [json, ...rest] : rest))
    .catch((error: unknown) => unreadable(page, error));
}

/** Files that an input holds, a folder's with their paths. */
export function chosenFiles(files: FileList | null): readonly FoundFile[] {
  return Array.from(files ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** Takes what was dropped, folders with all that is in them. To be called while the drop is handled: afterwards it is gone. */
export function takeDrop(page: Page, transfer: DataTransfer): void {
  const loose = Array.from(transfer.files, (file) => ({ file, path: file.name }));
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) {
    takeFiles(page, loose);
    return;
  }
  Promise.all(entries.map((entry) => (entry ? filesIn(entry) : Promise.resolve([]))))
    .then((found) => takeFiles(page, found.flat()))
    .catch((error: unknown) => unreadable(page, error));
}

async function filesIn(entry: FileSystemEntry): Promise<readonly FoundFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FoundFile[] = [];
  // A reader gives at most a hundred at a time, and nothing in the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await filesIn(one)));
  }
}

function unreadable(page: Page, error: unknown): void {
  page.receive({ type: 'failed', group: null, code: 'file-unreadable', detail: error instanceof Error ? error.message : String(error) });
}
