/** Messages between the page's door and the thread that reads files. Data only. */
import type { PackedWeights } from '../checkpoints/layersModelFile';
import type { RawDataset } from '../datasets/dataset';
import type { FailureCode } from '../failures';
import type { Command, DatasetSummary, Message } from './protocol';

export type FilesCommand = Extract<Command, { type: 'readFiles' | 'preview' }>;

export type FilesMessage =
  | Extract<Message, { type: 'reading' | 'preview' | 'understood' | 'failed' | 'heartbeat' | 'weightsRead' }>
  /** A data set was read and is stored. */
  | { readonly type: 'stored'; readonly summary: DatasetSummary }
  /** A data set was read and could not be stored: whoever hears this keeps it. */
  | { readonly type: 'unstored'; readonly raw: RawDataset; readonly code: FailureCode }
  /** A data set is not in storage, so that it cannot be looked at here. */
  | { readonly type: 'absent'; readonly command: Extract<Command, { type: 'preview' }> }
  /** Weights that TensorFlow.js has to unpack: whoever hears this has it. */
  | { readonly type: 'packedWeights'; readonly weights: PackedWeights }
  /** The command at hand has been answered. */
  | { readonly type: 'done' };
