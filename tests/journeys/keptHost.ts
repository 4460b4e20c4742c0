/** The built page under a folder of a static host, kept by its service worker. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { nameRelease, releaseOf } from '../../scripts/release.mjs';
import { root } from '../../scripts/root.mjs';
import { serveFolder } from '../../scripts/serve.mjs';
import { sharedBrowser, type Visit, visit } from './visit';

/** A static host for each test, which has the built page in its folder `basin`. */
export interface KeptHost {
  readonly folder: string;
  /** Address of the page. */
  readonly url: string;
  /** The host is gone. */
  close(): Promise<void>;
  /** Opens the page as whoever comes for the first time, whose browser may keep it. */
  open(hash: string): Promise<Visit>;
  /** The same, until the page is kept. */
  firstVisit(hash: string): Promise<Visit>;
  /** Another release: its page has another title, and a part that is loaded late another name. */
  publish(title: string): void;
}

const dialogFile = () => {
  const file = releaseOf(join(root, 'dist')).files.find(([path]) => /AlgorithmDialog-.*\.js$/.test(path));
  if (!file) throw new Error('the menu of algorithms is in no file of its own');
  return file[0];
};

/** A function that gives the host of the test that runs. */
export function keptHost(): () => KeptHost {
  let host: KeptHost;
  const after: (() => unknown)[] = [];
  beforeEach(async () => {
    const home = mkdtempSync(join(tmpdir(), 'basin-host-'));
    const folder = join(home, 'basin');
    cpSync(join(root, 'dist'), folder, { recursive: true });
    const server = await serveFolder(home);
    after.push(() => rmSync(home, { recursive: true, force: true }), server.close);
    const open = async (hash: string) => {
      const device = { viewport: { width: 1280, height: 900 }, serviceWorkers: 'allow' } as const;
      const visitor = await visit(await sharedBrowser(), `${server.url}/basin`, undefined, device);
      after.push(visitor.close);
      await visitor.open(hash);
      return visitor;
    };
    host = {
      folder,
      url: `${server.url}/basin`,
      close: server.close,
      open,
      async firstVisit(hash) {
        const visitor = await open(hash);
        await visitor.page.getByText('works offline').waitFor({ timeout: 20_000 });
        return visitor;
      },
      publish(title) {
        const html = join(folder, 'index.html');
        writeFileSync(html, readFileSync(html, 'utf8').replace(/<title>.*<\/title>/, `<title>${title}</title>`));
        rmSync(join(folder, dialogFile()));
        const worker = join(folder, 'serviceWorker.js');
        writeFileSync(worker, readFileSync(worker, 'utf8').replace(/^self\.BASIN_RELEASE=.*\n/, ''));
        nameRelease(folder);
      },
    };
  });
  afterEach(async () => {
    for (const one of after.splice(0).reverse()) await one();
  });
  return () => host;
}
