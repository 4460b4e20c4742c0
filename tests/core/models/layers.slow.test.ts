import { describe, it } from 'vitest';
import { models } from '../../../src/core/models/models';
import { expectGradients } from './modelGradients';

describe.each(Object.keys(models))('model %s', (kind) => {
  it('has the gradient of central differences in every parameter', () => expectGradients(kind, 600));
});
