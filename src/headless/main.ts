/** The shipped worker without the page: what commands drive through a browser. */
import type { Reading } from '../core/datasets/reading';
import type { DatasetSummary } from '../core/protocol/protocol';
import { openTrainer } from '../worker/client';
import { openSession, type Session } from './session';

export interface Headless extends Pick<Session, 'open' | 'replay' | 'train'> {
  /** Reads what the file input holds, or the input for a folder where `isFolder`. */
  readFiles(request?: { readonly isFolder?: boolean; readonly reading?: Reading }): Promise<DatasetSummary>;
}

const session = openSession(
  (hear) =>
    openTrainer({
      onMessage: hear,
      // A script is told instead of silently starting over.
      onLoss: ({ code, detail }) => hear({ type: 'failed', group: null, code, detail }),
    }),
  navigator.userAgent,
);

declare global {
  var basin: Headless;
}
globalThis.basin = {
  ...session,
  readFiles({ isFolder = false, reading } = {}) {
    const files = Array.from((document.querySelector(isFolder ? '#folder' : '#files') as HTMLInputElement).files ?? []);
    const paths = isFolder ? files.map((file) => file.webkitRelativePath) : undefined;
    return session.readFiles({ files, ...(paths ? { paths } : {}), ...(reading ? { reading } : {}) });
  },
};
