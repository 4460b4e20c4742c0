import type { RawDataset } from '../core/datasets/dataset';
import type { DatasetSummary } from '../core/protocol/protocol';

/** Facts about samples that a summary needs. */
interface Part {
  readonly count: number;
  readonly inputs: { readonly byteLength: number };
  readonly labels: Uint8Array;
}

/** Summary of a data set for lists and forms, bytes among it. `stored` is true: who keeps it otherwise says so. */
export function summarize(
  id: string,
  raw: Omit<RawDataset, 'pool' | 'test'> & { readonly pool: Part; readonly test?: Part },
  hasFiles = false,
): DatasetSummary {
  const parts = raw.test ? [raw.pool, raw.test] : [raw.pool];
  const sum = (of: (samples: Part) => number) => parts.reduce((all, part) => all + of(part), 0);
  return {
    id,
    name: raw.name,
    count: sum((part) => part.count),
    ...(raw.test ? { testCount: raw.test.count } : {}),
    inputShape: raw.inputShape,
    classes: raw.classes,
    bytes: sum((part) => part.inputs.byteLength + part.labels.byteLength),
    stored: true,
    ...(raw.vocabulary ? { isText: true as const } : {}),
    ...(raw.notes ? { notes: raw.notes } : {}),
    ...(raw.understanding ? { understanding: raw.understanding } : {}),
    ...(hasFiles ? { hasFiles: true as const } : {}),
  };
}
