import { describe, it } from 'vitest';
import { recipes } from '../../../src/core/sam/recipes';
import { expectFiniteSteps } from './finiteSteps';
import { imageNetworks } from './smallProblem';

describe.each(Object.keys(recipes))('algorithm %s', (algorithm) => {
  it.each(Object.keys(imageNetworks))('makes finite steps on the model %s', (model) => expectFiniteSteps(algorithm, model));
});
