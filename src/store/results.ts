/** Results from a file or a link on screen: as a recorded run, in front of what was there, which is paused and comes back. */
import type { StoreApi } from 'zustand/vanilla';
import type { Results } from '../core/exports/readTrainingDocument';
import { fromRecording, RECORDED_GROUP } from '../core/protocol/recording';
import type { Experiment } from '../core/settings/experiment';
import { receive } from './receive';
import { emptyGroup } from './group';
import type { OpenedResults, PageState } from './state';

export interface ResultsView {
  /** Shows results. Nothing that was on screen is lost: `closeResults` brings it back. */
  openResults(source: Pick<OpenedResults, 'from' | 'name'>, results: Results): void;
  /** Takes the settings of the results on screen; the curves stay until the next run. */
  useResultSettings(): void;
  /** Brings back what was on screen before the results. */
  closeResults(): void;
}

export function createResults({
  store,
  pause,
  edited,
  now,
}: {
  readonly store: StoreApi<PageState>;
  readonly pause: () => void;
  /** Writes an experiment to the address. */
  readonly edited: (experiment: Experiment) => void;
  readonly now: () => number;
}): ResultsView {
  const get = () => store.getState();
  return {
    openResults({ from, name }, { experiment, notices, recording, gradientNorms, tunings }) {
      pause();
      const { group, recorded, opened } = get();
      // A second file comes in front of the same run.
      const { before, recordedBefore } = opened ?? { before: group, recordedBefore: recorded };
      store.setState({
        opened: { from, name, experiment, notices, before, recordedBefore },
        group: { ...emptyGroup(RECORDED_GROUP, experiment), tunings },
        recorded: recording.madeBy,
        failure: null,
      });
      const norms = gradientNorms.map((one) => ({ type: 'gradientNorms', group: RECORDED_GROUP, norms: one }) as const);
      for (const message of [...fromRecording(recording), ...norms]) store.setState(receive(get(), message, now()), true);
    },
    useResultSettings() {
      const { opened } = get();
      if (!opened) return;
      store.setState({ experiment: opened.experiment, notices: opened.notices });
      edited(opened.experiment);
    },
    closeResults() {
      const { opened } = get();
      if (opened) store.setState({ opened: null, group: opened.before, recorded: opened.recordedBefore });
    },
  };
}
