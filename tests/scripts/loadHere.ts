import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';

/** Imports a source file by its path from the repository's folder, as the commands do through Vite. */
export const loadHere = (path: string): Promise<Record<string, unknown>> => import(join(root, path));
