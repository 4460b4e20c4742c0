/** Keeps the one device that computes: opens another only when asked for something else, and goes back if that fails. */
import type { RawDataset } from '../../core/datasets/dataset';
import { Failure, type FailureCode } from '../../core/failures';
import type { BackendReport } from '../../core/protocol/backendReport';
import type { Experiment } from '../../core/settings/experiment';
import { type BackendRequest, openAgain, type OpenBackendOptions, type OpenedBackend, openBackend } from './openBackend';
import { createRace, raceKey } from './race';

export interface DeviceKeeper {
  /**
   * The device for a request; with `auto` and an experiment, the fastest for it, or where training has begun on one, that one, if it is
   * to be had. `current` is whatever is open. `losses` devices were lost before; said once, it holds for all that are opened from then
   * on. A request that cannot be met throws its `Failure` and leaves the device that was there.
   */
  open(request: BackendRequest | 'current', wanted?: ToCompute, losses?: number): Promise<OpenedBackend>;
}

/** What is to be computed. */
export interface ToCompute {
  readonly experiment: Experiment;
  readonly raw?: RawDataset;
  /** Device that the numbers so far were computed on. */
  readonly begunOn?: string;
}

export interface DeviceKeeperSetup {
  /** Another device computes from now on; what lived on the old one is to be freed. */
  readonly onOpened: (report: BackendReport) => void;
  readonly onFailure: (code: FailureCode, detail: string) => void;
  /** How many kernels are being compiled; 0 when they are there. */
  readonly onCompiling: (kernels: number) => void;
  /** Called now and then during a computation that keeps the thread busy for long. */
  readonly onBreath: () => void;
}

export function createDeviceKeeper({ onOpened, onFailure, onCompiling, onBreath }: DeviceKeeperSetup): DeviceKeeper {
  let known = 0;
  let current: { readonly request: BackendRequest; readonly raced: string; readonly opened: OpenedBackend } | undefined;

  return {
    async open(request, wanted, losses) {
      known = losses ?? known;
      if (request === 'current') {
        if (!current) throw new Failure('no-backend', 'No device has been opened.');
        return current.opened;
      }
      const begunOn = request === 'auto' ? wanted?.begunOn : undefined;
      const raced = request === 'auto' && wanted ? raceKey(wanted.experiment, wanted.raw) : '';
      if (current && begunOn === current.opened.report.backend) {
        current = { request, raced, opened: current.opened };
        return current.opened;
      }
      if (begunOn === undefined && current?.request === request && (!wanted || current.raced === raced || hasNoRival(current.opened)))
        return current.opened;
      const race = wanted && raced !== '' && begunOn === undefined ? createRace(wanted.experiment, wanted.raw, onBreath) : undefined;
      const before = current;
      try {
        const options: OpenBackendOptions = {
          ...(race ? { workload: race.workload } : {}),
          onBreath,
          losses: known,
          onFailure(code, detail) {
            current = undefined;
            onFailure(code, detail);
          },
        };
        const opened = await (begunOn === undefined ? openBackend(request, options) : openAgain(begunOn, options));
        race?.free(opened.backend);
        onOpened(opened.report);
        before?.opened.backend.close();
        opened.backend.onCompiling = onCompiling;
        current = { request, raced, opened };
        return opened;
      } catch (error) {
        await before?.opened.backend.activate();
        throw error;
      }
    },
  };
}

/** True if no other device was admitted: then there is nothing to race. */
function hasNoRival({ report }: OpenedBackend): boolean {
  const others = report.candidates.filter(({ name }) => name !== report.backend && name !== 'cpu');
  return others.length > 0 && others.every(({ admitted }) => !admitted);
}
