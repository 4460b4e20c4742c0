/** Smaller networks of the same kind, by the fields that say how wide and how deep a network is. */
import { type Chosen, choose, entryOf } from '../settings/entry';
import type { FieldMap, FieldValue } from '../settings/field';
import { type ModelChoice, models } from './models';

const WIDTHS = ['width', 'widen', 'channels', 'growth', 'alpha', 'heads'] as const;
const DEPTHS = ['depth', 'blocks'] as const;

/** Half as wide, but not below `least`; undefined where it cannot be narrower. */
export function narrower(model: ModelChoice, least: number): ModelChoice | undefined {
  return lowered(model, WIDTHS, least);
}

/** Half as deep, or the depth before in its list; undefined where it cannot be shallower. */
export function shallower(model: ModelChoice): ModelChoice | undefined {
  return lowered(model, DEPTHS, 1);
}

/** A narrower network, or a shallower one where it cannot be narrower; undefined where it is the smallest. */
export function smaller(model: ModelChoice): ModelChoice | undefined {
  return narrower(model, 1) ?? shallower(model);
}

/** Half of a number, rounded, but no less than `floor`. */
export const half = (value: number, floor: number): number => Math.max(floor, Math.round(value / 2));

/** The first of these fields that can be lower: half of a number, the option before of a choice. */
function lowered({ kind, values }: Chosen, keys: readonly string[], least: number): ModelChoice | undefined {
  const fields: FieldMap = entryOf(models, kind).fields;
  const withValue = (key: string, value: FieldValue) => choose(models, kind, { ...values, [key]: value });
  for (const key of keys) {
    const field = fields[key];
    const value = values[key];
    if (field?.control.kind === 'number' && typeof value === 'number') {
      // Widening factors are small numbers: their width is that many times the network's.
      const floor = Math.max(field.control.min, key === 'widen' ? 1 : least);
      if (value > floor) return withValue(key, half(value, floor));
    }
    if (field?.control.kind === 'choice') {
      const options = field.control.options.map((option) => option.value);
      const before = options[options.findIndex((option) => option === value) - 1];
      if (before !== undefined) return withValue(key, before);
    }
  }
  return undefined;
}
