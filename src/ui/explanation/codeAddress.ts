import { recipeFile } from '../../core/sam/recipes';

/** Where an algorithm can be read as code: its entry, or for what is put together, the step that all parts share; null where package.json names no repository. */
export function codeAddress(algorithm: string, repository = __BASIN_REPOSITORY__): string | null {
  return repository.startsWith('https://') ? `${repository}/blob/HEAD/${recipeFile(algorithm) ?? 'src/core/sam/step.ts'}` : null;
}
