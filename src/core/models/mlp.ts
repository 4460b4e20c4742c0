import { choice, number } from '../settings/field';
import { fourierFeatures } from './featureMap';
import type { Layer } from './layers';
import { sizeOf } from '../tensor/shape';
import { model } from './model';

export const mlp = model({
  label: 'Multi-layer perceptron',
  help: 'Dense layers of one width; for points in the plane, optionally on top of fixed random Fourier features.',
  fields: {
    depth: number({
      label: 'Hidden layers',
      help: 'Number of hidden layers; 5 of width 128 make the network 784-128×5-10 of the universal class’s MNIST experiment.',
      default: 2,
      min: 1,
      max: 8,
      integer: true,
    }),
    width: number({ label: 'Width', help: 'Units per hidden layer.', default: 64, min: 1, max: 2048, scale: 'log', integer: true }),
    act: choice({
      label: 'Activation',
      help: 'Non-linearity after each hidden layer.',
      default: 'relu',
      options: [
        { value: 'relu', label: 'ReLU' },
        { value: 'tanh', label: 'tanh' },
        { value: 'gelu', label: 'GELU' },
      ],
    }),
    rff: number({
      label: 'Fourier features',
      help: 'Fixed random cosines in front of the network, for points in the plane; 0 is none. More and faster features make it easier to memorise.',
      default: 0,
      min: 0,
      max: 1024,
      integer: true,
    }),
    rffscale: number({
      label: 'Feature scale',
      help: 'How fast the cosines wiggle, per unit of input.',
      default: 7,
      min: 0.1,
      max: 100,
      scale: 'log',
    }),
  },
  features(values, { inputShape }, seed) {
    if (values.rff === 0) return null;
    return fourierFeatures(sizeOf(inputShape), values.rff, values.rffscale, seed);
  },
  layers({ depth, width, act }, { inputShape, classes }) {
    const inputs = sizeOf(inputShape);
    const hidden = Array.from({ length: depth }, (_, index): Layer[] => [
      { kind: 'dense', name: `dense${index}`, inputs: index === 0 ? inputs : width, units: width },
      { kind: 'activation', function: act },
    ]);
    return [
      ...(inputShape.length > 1 ? [{ kind: 'flatten' } as const] : []),
      ...hidden.flat(),
      { kind: 'dense', name: `dense${depth}`, inputs: width, units: classes },
    ];
  },
});
