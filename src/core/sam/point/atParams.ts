import { type BasePoint, part } from '../part';

export const atParams = part<BasePoint>()({
  label: 'At w',
  help: 'The ascent gradient is taken at the current parameters.',
  fields: {},
  python: () => ({}),
  create: () => ({ moves: false, offset: () => null }),
});
