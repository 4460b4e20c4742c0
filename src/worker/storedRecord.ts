/** Records of stored data sets: what one must be to be used. They outlive versions of this page, and other pages may write them. */
import { isWhole, nth } from '../core/numbers';
import { type RawDataset, type Samples, sampleWidth } from '../core/datasets/dataset';
import { isUnderstanding } from '../core/datasets/tables/understanding';
import type { DatasetSummary } from '../core/protocol/protocol';

/** Raised when what a field means changes; records without it are of the first. */
export const STORED_VERSION = 2;

export interface StoredSamples extends Omit<Samples, 'inputs'> {
  /** Of `inputs`, which lies beside in chunks. */
  readonly bytes: number;
  readonly chunks: number;
  readonly floats: boolean;
}
/** Written last, so that a description without all its chunks does not come about. */
export interface StoredRecord extends Omit<RawDataset, 'pool' | 'test'> {
  readonly version?: number;
  /** For pages of the first version, which read nothing else; never read here. */
  readonly summary?: DatasetSummary;
  readonly pool: StoredSamples;
  readonly test?: StoredSamples;
  /** How many of the files it was read from lie beside it. */
  readonly files?: number;
}

const MOST_CLASSES = 256;
const MOST_AXES = 4;

/** A record that can be used, as it is; `newer` where a later version of this page wrote it; null on anything else. */
export function descriptionOf(record: unknown): StoredRecord | 'newer' | null {
  if (typeof record !== 'object' || record === null) return null;
  const stored = record as Partial<StoredRecord>;
  const {
    version = 1,
    name,
    inputShape,
    classes,
    classNames,
    normalization,
    vocabulary,
    featureNames,
    notes,
    gaps,
    understanding,
    pool,
    test,
    files,
  } = stored;
  if (typeof version !== 'number') return null;
  if (version > STORED_VERSION) return 'newer';
  const isWhole =
    isText(name) &&
    areCounts(inputShape) &&
    inputShape.length > 0 &&
    inputShape.length <= MOST_AXES &&
    isCount(classes) &&
    classes <= MOST_CLASSES &&
    areTexts(classNames) &&
    classNames.length === classes &&
    typeof normalization === 'object' &&
    normalization !== null &&
    Number.isFinite(normalization.scale) &&
    areNumbers(normalization.mean) &&
    areNumbers(normalization.std) &&
    [vocabulary, featureNames, notes].every((texts) => texts === undefined || areTexts(texts)) &&
    (gaps === undefined || areGaps(gaps, nth(inputShape, 0))) &&
    (files === undefined || isCount(files)) &&
    (understanding === undefined || isUnderstanding(understanding));
  if (!isWhole) return null;
  const width = sampleWidth(vocabulary ? { inputShape, vocabulary } : { inputShape });
  const fits = (samples: unknown) => areSamples(samples, width, classes);
  return fits(pool) && (test === undefined || fits(test)) ? (stored as StoredRecord) : null;
}

function areSamples(value: unknown, width: number, classes: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { count, bytes, chunks, floats, labels } = value as Partial<StoredSamples>;
  return (
    isCount(count) &&
    isCount(chunks) &&
    typeof floats === 'boolean' &&
    bytes === count * width * (floats ? 4 : 1) &&
    labels instanceof Uint8Array &&
    labels.length === count &&
    labels.every((label) => label < classes)
  );
}

function areGaps(value: unknown, features: number): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (gap: { begin?: unknown; size?: unknown } | null) => isPlace(gap?.begin) && isCount(gap?.size) && gap.begin + gap.size <= features,
    )
  );
}

const isPlace = (value: unknown): value is number => isWhole(value) && value >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const areNumbers = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every((one) => Number.isFinite(one));
const isCount = (value: unknown): value is number => isWhole(value) && value > 0;
const areCounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isCount);
