import { useRef } from 'react';
import { useWidth } from '../drawing/useCanvas';
import type { GateLevel } from '../../core/metrics/gateTrace';
import type { DistributionView } from './distribution';
import { late } from '../page/late';

/** Drawn by recharts, the largest library of the page: it waits until something has been measured. */
const NormBars = late('The histogram', async () => (await import('./NormBars')).NormBars);

const HEIGHT = 182;

interface Props {
  readonly view: DistributionView;
  readonly gate: GateLevel | null;
  readonly color: string | undefined;
}

/** The histogram of a measured distribution, as wide as there is room. */
export function NormHistogram({ view, gate, color }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <div ref={place} className="chart-plot" style={{ height: HEIGHT }} aria-hidden="true">
      {width > 0 ? <NormBars view={view} gate={gate} color={color} width={width} height={HEIGHT} /> : null}
    </div>
  );
}
