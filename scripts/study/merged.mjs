// A merged document, as `basin merge` writes it.
import { readFileSync } from 'node:fs';
import { refuse } from '../command.mjs';

/** @throws {import('../command.mjs').BadArguments} */
export async function readMerged(path, load) {
  const { readMergedStudy } = await load('src/core/study/merged.ts');
  const read = readMergedStudy(readFileSync(path, 'utf8'));
  return 'illegal' in read ? refuse(`${path} is no merged study: ${read.illegal}.`) : read;
}
