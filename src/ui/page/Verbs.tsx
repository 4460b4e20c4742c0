import { isPending } from '../../store/pending';
import { usePageState, useTools } from '../pageContext';

/** Effect of pressing Space now, in a word. */
export function useRunWord(): 'Run' | 'Pause' | 'Go on' {
  const phase = usePageState((state) => state.group?.phase);
  const isRecorded = usePageState((state) => state.recorded !== null);
  const isBegun = usePageState((state) => state.group?.phase === 'paused' && state.group.step > 0);
  const isChanged = usePageState(isPending);
  if (isRecorded) return 'Run';
  if (phase === 'running' || phase === 'preparing') return 'Pause';
  return isBegun && !isChanged ? 'Go on' : 'Run';
}

/** One step, from the start again, and another start. `then` is called after the last two. */
export function Verbs({ then }: { readonly then?: () => void }) {
  const { page } = useTools();
  const and = (verb: () => void) => () => {
    verb();
    then?.();
  };
  return (
    <>
      <button type="button" className="button" onClick={page.step} title="One step of every run (.)" aria-keyshortcuts=".">
        Step
      </button>
      <button
        type="button"
        className="button"
        onClick={and(page.reset)}
        title="Back to step 0 with the same first weights (R)"
        aria-keyshortcuts="r"
      >
        Reset
      </button>
      <button
        type="button"
        className="button"
        onClick={and(page.newSeed)}
        title="New data, first weights and batches (N)"
        aria-keyshortcuts="n"
      >
        New seed
      </button>
    </>
  );
}
