import { number } from '../../settings/field';

/** λ of a base optimizer, which acts on the unperturbed w. */
export const weightDecay = (help: string, byDefault: number) =>
  number({ label: 'Weight decay λ', help, default: byDefault, min: 0, max: 1, scale: 'log' });
