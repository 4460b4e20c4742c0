import { sizeOf } from '../tensor/shape';
import { model } from './model';

export const softmax = model({
  label: 'Softmax regression',
  help: 'One linear layer: a convex problem, where flat and sharp minima cannot differ.',
  fields: {},
  layers: (_values, { inputShape, classes }) => [
    ...(inputShape.length > 1 ? [{ kind: 'flatten' } as const] : []),
    { kind: 'dense', name: 'dense0', inputs: sizeOf(inputShape), units: classes },
  ],
});
