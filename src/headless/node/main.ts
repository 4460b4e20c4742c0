/**
 * The engine in a Node process: the same trainer, settings and files' reader as in the page's threads, without a browser. WebAssembly
 * computes the page's own bits; WebGPU is there where whoever starts the process gives it a `navigator.gpu`.
 */
import * as datasets from '../../core/datasets';
import * as publicSets from '../../core/datasets/publicSets';
import * as reading from '../../core/datasets/reading';
import * as trainingCsv from '../../core/exports/trainingCsv';
import type { Message } from '../../core/protocol/protocol';
import * as compare from '../../core/replay/compare';
import * as replayFile from '../../core/replay/replayFile';
import * as link from '../../core/settings/link';
import * as paperMenu from '../../core/settings/paperMenu';
import * as refusals from '../../core/settings/refusals';
import * as jobResult from '../../core/study/jobResult';
import * as jobs from '../../core/study/jobs';
import * as merged from '../../core/study/merged';
import * as table from '../../core/study/table';
import * as trainingFields from '../../core/settings/trainingFields';
import * as float64 from '../../core/tensor/float64';
import { createTrainer } from '../../engine/training/trainer';
import { openSession, type Session } from '../session';
import { openDatasets } from './datasets';

/** Modules that commands read and write with, by their place under `src/core`: bundled with the engine, so that a command starts at once. */
export const modules: Readonly<Record<string, object>> = {
  'datasets/index': datasets,
  'datasets/publicSets': publicSets,
  'datasets/reading': reading,
  'exports/trainingCsv': trainingCsv,
  'replay/compare': compare,
  'replay/replayFile': replayFile,
  'settings/link': link,
  'settings/paperMenu': paperMenu,
  'settings/refusals': refusals,
  'settings/trainingFields': trainingFields,
  'study/jobResult': jobResult,
  'study/jobs': jobs,
  'study/merged': merged,
  'study/table': table,
  'tensor/float64': float64,
};

/** Opens nothing yet: a device is opened by what asks for it. */
export function openNodeSession(): Session {
  return openSession((hear) => {
    const kept = openDatasets();
    const trainer = createTrainer({ post: hear, loadDataset: kept.load });
    return {
      send(command) {
        switch (command.type) {
          case 'readFiles':
            void kept.read(command).then(hear);
            return;
          case 'stopReading':
          case 'keepDataset':
          case 'listKept':
          case 'recover':
          case 'discard':
          case 'listDatasets':
          case 'removeDataset':
          case 'preview':
          case 'unpackWeights':
          case 'fetchDataset':
          case 'stopFetching':
          case 'forgetDownload':
            hear(unknownTo(command.type));
            return;
          default:
            trainer.receive(command);
        }
      },
    };
  }, `Node ${process.version}`);
}

/** These are the page's: nobody looks here, and nothing is kept. */
const unknownTo = (type: string): Message => ({
  type: 'failed',
  group: null,
  code: 'worker-died',
  detail: `“${type}” is answered in a browser only.`,
});
