import { describe, expect, it } from 'vitest';
import { typesetAll, typesetLines } from '../../scripts/formulas.mjs';
import { frameFormulas as frameLines } from '../../src/core/sam/observation/tell';
import { algorithms } from '../../src/core/sam/recipes';
import { formulas } from '../../src/ui/explanation/formulas.generated';
import { frameFormulas } from '../../src/ui/slowMotion/frameFormulas.generated';

describe('formulas', () => {
  it('are typeset from the recipes as they are now (else: node scripts/formulas.mjs)', () => {
    expect(formulas).toEqual(typesetAll(algorithms));
    expect(frameFormulas).toEqual(typesetLines(frameLines()));
  });

  it('exist for every algorithm, without styles that the page would have to allow', () => {
    for (const name of Object.keys(algorithms)) expect(formulas[name]?.length).toBeGreaterThan(0);
    expect(JSON.stringify([formulas, frameFormulas])).not.toMatch(/ (style|class)=/);
  });
});
