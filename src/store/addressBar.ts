/**
 * The experiment in the address: written as it is edited, one entry of the browser's history per Run, so that Back
 * returns to the previous experiment. The address itself is handed in.
 */
import { splitResults, withResults } from '../core/exports/resultsLink';
import { decode, encode, type LinkNotice } from '../core/settings/link';
import type { Experiment } from '../core/settings/experiment';

export interface Address {
  /** The part after `#`, without it. */
  read(): string;
  replace(hash: string): void;
  push(hash: string): void;
  /** Calls back when the person went back, forward, or typed another hash. Returns what ends it. */
  listen(onMove: () => void): () => void;
}

/** Contents of an address. */
export interface Opened {
  readonly experiment: Experiment;
  readonly notices: readonly LinkNotice[];
  /** The text of `z`, not looked at yet; null where the link carries no results. */
  readonly results: string | null;
}

export interface AddressBar {
  readonly initial: Opened;
  /** The experiment was edited; `isView` when only how it is shown, which makes no new entry. */
  edited(experiment: Experiment, isView?: boolean): void;
  /** Training was started: from here, Back leads to the experiment before. */
  ran(experiment: Experiment): void;
}

/** @param onReturn the person moved to an address that says something else than was last written. */
export function addressBar(address: Address, onReturn: (opened: Opened) => void): AddressBar {
  let written = address.read();
  /** Hash of what was last run or opened: the entry it stands in must survive the edits after it. */
  let ran = written;
  address.listen(() => {
    const hash = address.read();
    if (hash === written) return;
    written = hash;
    ran = hash;
    onReturn(opened(hash));
  });
  return {
    initial: opened(written),
    edited(experiment, isView = false) {
      const { results } = splitResults(written);
      // Results stay beside settings that only say how they are shown.
      const hash = isView && results !== null ? withResults(encode(experiment), results) : encode(experiment);
      if (hash === written) return;
      // The first edit after a run leaves the run's entry alone and goes on in a new one; later edits replace that.
      if (isView || written !== ran) address.replace(hash);
      else address.push(hash);
      if (isView && written === ran) ran = hash;
      written = hash;
    },
    ran(experiment) {
      const hash = encode(experiment);
      // Back leads to results that came with the link.
      if (splitResults(written).results !== null) address.push(hash);
      else if (hash !== written) address.replace(hash);
      written = hash;
      ran = hash;
    },
  };
}

function opened(hash: string): Opened {
  const { link, results } = splitResults(hash);
  return { ...decode(link), results };
}
