/** Serves the built page to the journeys; builds it first when it is missing or older than what it is made of. */
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildIfStale } from '../scripts/buildIfStale.mjs';
import { root } from '../scripts/root.mjs';
import { serveFolder } from '../scripts/serve.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served, without a final slash. */
    pageUrl: string;
  }
}

export default async function servePage(project: TestProject): Promise<() => Promise<void>> {
  buildIfStale();
  const { url, close } = await serveFolder(join(root, 'dist'));
  project.provide('pageUrl', url);
  return close;
}
