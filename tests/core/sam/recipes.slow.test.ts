/** Laws of named algorithms with each base optimizer and on each model, of which recipes.test.ts has one by turns. */
import { describe, it } from 'vitest';
import { recipes } from '../../../src/core/sam/recipes';
import { baseNames, expectFiniteSteps, expectItsBase, expectLowerLoss, hasBase } from './recipeLaws';
import { imageNetworks, tanhNetwork } from './smallProblem';

describe.each(Object.keys(recipes))('algorithm %s', (algorithm) => {
  it.each(Object.keys(imageNetworks))('makes finite steps on the model %s', (model) => expectFiniteSteps(algorithm, model));

  it.runIf(hasBase(algorithm)).each(baseNames)('is %s, bit for bit, when all it adds is zero', (base) => expectItsBase(algorithm, base));

  it.each(baseNames)('lowers the loss of a small network with %s', (base) => expectLowerLoss(algorithm, tanhNetwork, base));
});
