import fc from 'fast-check';
import { expect } from 'vitest';
import { chooseKind, setField } from '../../../src/core/settings/edit';
import { formOf } from '../../../src/core/settings/form';
import { faultsOf, legalExperiment, legalValue } from './legalExperiments';

/** Every field and every menu of the form of some experiments is reached by its path, and what comes of it is legal. */
export function expectEveryEdit(numRuns: number): void {
  fc.assert(
    fc.property(legalExperiment, fc.infiniteStream(fc.nat()), (experiment, choices) => {
      const form = formOf(experiment);
      for (const { path, field } of [...form.sections, ...form.runs].flatMap(({ fields }) => fields)) {
        const [value] = fc.sample(legalValue(field), { numRuns: 1, seed: choices.next().value });
        const edited = setField(experiment, path, value as string);
        expect(faultsOf(edited), path).toEqual([]);
        expect(formOf(edited).sections.length).toBe(form.sections.length);
        const shown = [...formOf(edited).sections, ...formOf(edited).runs]
          .flatMap(({ fields }) => fields)
          .find((other) => other.path === path);
        expect(shown?.value, path).toEqual(value);
      }
      for (const { path, options } of [form.preset, ...[...form.sections, ...form.runs].flatMap(({ menus }) => menus)]) {
        const { value } = options[(choices.next().value as number) % options.length] as (typeof options)[number];
        expect(faultsOf(chooseKind(experiment, path, value)), path).toEqual([]);
      }
    }),
    { numRuns, seed: 1 },
  );
}
