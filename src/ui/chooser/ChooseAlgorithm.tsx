import { lazy, type ReactNode, useState } from 'react';
import { Late } from '../Late';

const load = () => import('./AlgorithmDialog');
const AlgorithmDialog = lazy(async () => ({ default: (await load()).AlgorithmDialog }));

interface Props {
  /** What the dialog is for, as its title. */
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
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(refusal === '')}
      >
        {children}
      </button>
      {isOpen ? (
        <Late what="The menu of algorithms">
          <AlgorithmDialog title={title} onChoose={onChoose} onClose={() => setOpen(false)} />
        </Late>
      ) : null}
    </>
  );
}
