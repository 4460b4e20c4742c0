import { progressOf } from '../../store/progress';
import { count, quantity } from '../format';
import './Footer.css';
import { HiddenNote } from '../settings/Locked';
import { useOffline, usePageState, useTools } from '../pageContext';
import { useDrawn } from '../drawing/useDrawn';

/** Constants that the build wrote into the page; nothing while developing. */
function engineSize(): string {
  const kilobytes = Number(document.querySelector<HTMLMetaElement>('meta[name="engine-kilobytes"]')?.content);
  return kilobytes > 0 ? ` (${count(kilobytes)} kB, once)` : '';
}

/** The truth about the machine. */
export function Footer() {
  const { page } = useTools();
  const group = useDrawn();
  const report = usePageState((state) => state.backend);
  const recorded = usePageState((state) => state.recorded);
  const isRefused = usePageState((state) => state.failure !== null);
  const { rate } = progressOf(group, page.store.getState().experiment);
  const isTurbo = usePageState((state) => state.experiment.view.pace === 'turbo');
  const { isKept, isOffline } = useOffline();
  const points = group?.history.points ?? 0;
  return (
    <footer className="footer">
      {report ? (
        <>
          <b>{report.backend}</b>
          {report.adapter ? <span>{report.adapter}</span> : null}
          <span>{report.sentence}</span>
        </>
      ) : (
        <span>{isRefused ? 'Nothing computes yet: no device is open' : `Loading the training engine${engineSize()}…`}</span>
      )}
      {!recorded && group?.threads ? <span>on {count(group.threads)} threads</span> : null}
      {rate !== null ? <span>{quantity(rate)} steps/s</span> : null}
      {report ? (
        <button type="button" className="link-button" aria-haspopup="dialog" onClick={() => page.openDialog('speed')}>
          {isTurbo ? 'Turbo' : 'Smooth'} · why so slow?
        </button>
      ) : null}
      {points > 0 ? <span>{recorded ? `recorded run, ${count(points)} rows of it kept` : `all ${count(points)} rows kept`}</span> : null}
      {isOffline ? (
        <span>
          {isKept
            ? 'Offline — everything still works except fetching public data sets'
            : 'Offline, and not kept here for later — leave this tab open'}
        </span>
      ) : isKept ? (
        <span>works offline</span>
      ) : null}
      <HiddenNote />
      <span className="footer-version">Basin {__BASIN_VERSION__}</span>
    </footer>
  );
}
