/**
 * The experiment in the address: written as it is edited, one entry of the browser's history per Run, so that Back
 * returns to the previous experiment. The address itself is handed in.
 */
import { decode, encode, type Notice } from '../core/settings/link';
import type { Experiment } from '../core/settings/experiment';

export interface Address {
  /** The part after `#`, without it. */
  read(): string;
  replace(hash: string): void;
  push(hash: string): void;
  /** Calls back when the person went back, forward, or typed another hash. Returns what ends it. */
  listen(onMove: () => void): () => void;
}

export interface AddressBar {
  readonly initial: { readonly experiment: Experiment; readonly notices: readonly Notice[] };
  /** The experiment was edited; `isView` when only how it is shown, which makes no new entry. */
  edited(experiment: Experiment, isView?: boolean): void;
  /** Training was started: from here, Back leads to the experiment before. */
  ran(experiment: Experiment): void;
}

/** @param onReturn the person moved to an address that says something else than was last written. */
export function addressBar(address: Address, onReturn: (experiment: Experiment, notices: readonly Notice[]) => void): AddressBar {
  let written = address.read();
  /** Hash of what was last run or opened: the entry it stands in must survive the edits after it. */
  let ran = written;
  address.listen(() => {
    const hash = address.read();
    if (hash === written) return;
    written = hash;
    ran = hash;
    const { experiment, notices } = decode(hash);
    onReturn(experiment, notices);
  });
  return {
    initial: decode(written),
    edited(experiment, isView = false) {
      const hash = encode(experiment);
      if (hash === written) return;
      // The first edit after a run leaves the run's entry alone and goes on in a new one; later edits replace that.
      if (isView || written !== ran) address.replace(hash);
      else address.push(hash);
      if (isView && written === ran) ran = hash;
      written = hash;
    },
    ran(experiment) {
      const hash = encode(experiment);
      if (hash !== written) address.replace(hash);
      written = hash;
      ran = hash;
    },
  };
}
