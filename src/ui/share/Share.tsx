import { useState } from 'react';
import { late } from '../page/late';

const load = () => import('./ShareDialog');
/** Said once it is opened: if it can be loaded. */
const prepare = () => void load().catch(() => {});
const ShareDialog = late('Share and export', async () => (await load()).ShareDialog);

/** The button that opens everything there is to take away; loaded when a hand comes near. */
export function Share() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button top-bar-share"
        aria-haspopup="dialog"
        title="Link, results, pictures, citations and code of this experiment"
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => setOpen(true)}
      >
        Share
      </button>
      {isOpen ? <ShareDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
