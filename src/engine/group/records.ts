/** Records of steps: numbers that wait on the device until they are read, the rows they become, and whether they are finite. */
import { type Block, openBlock } from '../../core/metrics/block';
import type { StepMetric } from '../../core/metrics/catalogue';
import type { Tensor } from '../../core/tensor/tensor';

/** A step's record on the device: one packed tensor, and the names of its entries. */
export interface PackedRecord {
  readonly step: number;
  readonly names: readonly StepMetric[];
  /** Values of `names`, in their order. */
  readonly packed: Tensor;
  /** Values the host knew anyway, at its own precision. */
  readonly known: readonly (readonly [StepMetric, number])[];
}

/** Records as rows, written once where they stay. `values` are those of each record's packed tensor. */
export function rowsOf(records: readonly PackedRecord[], values: readonly ArrayLike<number>[]): Block<StepMetric> {
  const at = new Map<StepMetric, number>([['step', 0]]);
  const note = (metric: StepMetric) => {
    if (!at.has(metric)) at.set(metric, at.size);
  };
  for (const { known, names } of records) {
    for (const [metric] of known) note(metric);
    names.forEach(note);
  }
  const block = openBlock([...at.keys()], records.length);
  for (const [row, { step, known, names }] of records.entries()) {
    const write = (metric: StepMetric, value: number) => {
      block.values[(at.get(metric) as number) * records.length + row] = value;
    };
    write('step', step);
    for (const [metric, value] of known) write(metric, value);
    for (const [index, metric] of names.entries()) write(metric, values[row]?.[index] as number);
  }
  return block;
}

/** Value of a metric recorded at a step; undefined where there is none. */
export function recorded({ known, names }: PackedRecord, values: ArrayLike<number>, metric: StepMetric): number | undefined {
  const index = names.indexOf(metric);
  return index < 0 ? known.find(([key]) => key === metric)?.[1] : values[index];
}

/**
 * Loss that no network comes back from, in nats. A device may give its largest number, or anything, for what is beyond it: WGSL
 * promises neither infinity nor NaN.
 */
const LARGEST_LOSS = 1e30;

/** Values of a step that are no number to go on with, in words. Not every algorithm looks at every place; what was looked at must be finite. */
export function brokenIn(valueOf: (metric: StepMetric) => number | undefined): string | undefined {
  const isBroken = (metric: StepMetric) => !(Math.abs(valueOf(metric) ?? 0) <= LARGEST_LOSS);
  if (isBroken('lossClean') || isBroken('lossPerturbed')) return 'its loss';
  if (isBroken('updateNorm')) return 'its gradient';
  return isBroken('hyperGradRho') ? 'the gradient of its radius' : undefined;
}
