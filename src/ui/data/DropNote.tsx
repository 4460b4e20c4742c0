import { sentences } from '../../core/notice';
import { count } from '../format';
import { Dismiss } from '../notices/Dismiss';
import { usePageState, useTools } from '../pageContext';

/** In view of whoever drops files: that they became a data set which is not in use yet. */
export function DropNotice() {
  const { page } = useTools();
  const isOpen = usePageState((state) => state.dialog === 'data');
  const isRead = usePageState(({ drop, experiment: { data } }) => drop?.phase === 'read' && data.values.set !== drop.id);
  if (!isRead || isOpen) return null;
  return (
    <div className="notice" role="status">
      <DropNote />
      <Dismiss onClick={page.forgetDrop} />
    </div>
  );
}

/** Outcome of the files that were dropped last: why they could not be used, or that they are not in use yet. */
export function DropNote() {
  const { page } = useTools();
  const drop = usePageState((state) => state.drop);
  const failure = usePageState((state) => state.failure);
  const filesRead = usePageState((state) => state.filesRead);
  const added = usePageState((state) => state.datasets?.find(({ id }) => id === state.drop?.id));
  const isUsed = usePageState(({ experiment: { data } }) => data.kind === 'files' && data.values.set === added?.id);
  if (drop?.phase === 'reading')
    return <p role="status">{filesRead ? `Reading: ${count(filesRead.done)} ${filesRead.unit} so far …` : 'Reading …'}</p>;
  if (drop?.phase === 'failed' && failure)
    return (
      <p className="samples-failure" role="alert">
        {sentences(failure)} Nothing was changed.
      </p>
    );
  if (!added || isUsed) return null;
  return (
    <p className="samples-offer" role="status">
      “{added.name}” was read and is kept. What is being trained goes on.{' '}
      <button type="button" className="button" onClick={() => page.trainOn(added.id)}>
        Train on “{added.name}”
      </button>
    </p>
  );
}
