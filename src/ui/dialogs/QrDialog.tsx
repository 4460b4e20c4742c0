import { useMemo, useState } from 'react';
import { linkTo } from '../../core/settings/link';
import { usePageState, useTools } from '../pageContext';
import { Dialog } from './Dialog';
import { qrModules } from './qrModules';

/** Modules of light around the code that scanners ask for (ISO/IEC 18004). */
const QUIET = 4;
/** Codes with more modules along an edge are hard to scan from the back of a room. */
const EASY = 77;

/** The link to what is on screen, as a picture for the cameras of an audience. */
export function QrDialog({ onClose }: { readonly onClose: () => void }) {
  const { copy, base } = useTools();
  const experiment = usePageState((state) => state.experiment);
  const [status, setStatus] = useState('');
  // Who scans it has no projector.
  const link = linkTo(base, { ...experiment, view: { ...experiment.view, mode: 'page' } });
  const modules = useMemo(() => qrModules(link), [link]);
  return (
    <Dialog title="Scan to open this experiment" onClose={onClose}>
      {modules ? <Code modules={modules} /> : null}
      {noteOn(link, modules?.length ?? null)}
      <p className="qr-link">{link}</p>
      <div className="qr-copy">
        <button
          type="button"
          className="button"
          onClick={async () => setStatus((await copy(link)) ? 'Link copied' : 'Copy the link above by hand')}
        >
          <span aria-live="polite">{status || 'Copy the link'}</span>
        </button>
      </div>
    </Dialog>
  );
}

function Code({ modules }: { readonly modules: readonly (readonly boolean[])[] }) {
  const size = modules.length + 2 * QUIET;
  const dark = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])));
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code of the link below" shapeRendering="crispEdges">
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}

function noteOn(link: string, edge: number | null) {
  if (edge === null)
    return <p className="qr-note">This link is too long for a QR code: copy it, or start from a preset with fewer changes.</p>;
  if (/^https?:\/\/(localhost|127\.|\[::1\])/.test(link))
    return <p className="qr-note">This address is known on this machine only: serve the page in your network or on the web to share it.</p>;
  if (edge > EASY)
    return <p className="qr-note">A long link makes a dense code: come near with the camera, or start from a preset with fewer changes.</p>;
  return null;
}
