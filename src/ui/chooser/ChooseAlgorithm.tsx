import { type ReactNode, useState } from 'react';
import { late } from '../page/late';

const load = () => import('./AlgorithmDialog');
/** Said once it is opened: if it can be loaded. */
const prepare = () => void load().catch(() => {});
const AlgorithmDialog = late('The menu of algorithms', async () => (await load()).AlgorithmDialog);

interface Props {
  /** Purpose of the dialog, as its title. */
  readonly title: string;
  readonly className: string;
  /** Why nothing can be chosen now; '' where it can. */
  readonly refusal?: string;
  readonly onChoose: (algorithm: string) => void;
  readonly children: ReactNode;
}

/** A button that opens the menu of algorithms. The menu is loaded when a hand comes near. */
export function ChooseAlgorithm({ title, className, refusal = '', onChoose, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-haspopup="dialog"
        aria-disabled={refusal !== ''}
        title={refusal || undefined}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => setOpen(refusal === '')}
      >
        {children}
      </button>
      {isOpen ? <AlgorithmDialog title={title} onChoose={onChoose} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
