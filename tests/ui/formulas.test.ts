import { describe, expect, it } from 'vitest';
import { typesetAll } from '../../scripts/formulas.mjs';
import { algorithms } from '../../src/core/sam/recipes';
import { formulas } from '../../src/ui/explanation/formulas.generated';

describe('formulas', () => {
  it('are typeset from the recipes as they are now (else: node scripts/formulas.mjs)', () => {
    expect(formulas).toEqual(typesetAll(algorithms));
  });

  it('exist for every algorithm, without styles that the page would have to allow', () => {
    for (const name of Object.keys(algorithms)) expect(formulas[name]?.length).toBeGreaterThan(0);
    expect(JSON.stringify(formulas)).not.toMatch(/ (style|class)=/);
  });
});
