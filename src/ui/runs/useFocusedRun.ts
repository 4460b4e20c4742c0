import { climbs } from '../../core/settings/runs';
import { usePageState } from '../pageContext';

/** The run that settings and explanation follow: the one chosen, else the first that climbs. */
export function useFocusedRun(): string | undefined {
  return usePageState(({ experiment, focusedRun }) => {
    const chosen = experiment.runs.find(({ id }) => id === focusedRun);
    return (chosen ?? experiment.runs.find(climbs) ?? experiment.runs[0])?.id;
  });
}
