import type { GateLevel } from '../../core/metrics/gateTrace';
import { useWidth } from '../drawing/useCanvas';
import { late } from '../page/late';
import { useMemo, useRef } from 'react';
import type { GradientNorms } from '../../core/protocol/views';
import { runLabels } from '../../core/settings/runLabels';
import { count, hundredths, quantity } from '../format';
import { usePageState } from '../pageContext';
import { runStyles } from '../theme/palette';
import { useDrawn } from '../drawing/useDrawn';
import { type DistributionView, distributionView, gateOf, notesOn, quantilesOf } from './distribution';
import { PictureFigure } from '../charts/PictureFigure';
import { QuantilePlot } from './QuantilePlot';

/** Drawn by recharts, the largest library of the page: it waits until something has been measured. */
const NormBars = late('The histogram', async () => (await import('./NormBars')).NormBars);

const HISTOGRAM_HEIGHT = 182;

/** One measurement: its histogram with the normal fit, and its Q-Q plot. */
export function Distribution({ norms }: { readonly norms: GradientNorms }) {
  const place = useRef<HTMLDivElement>(null);
  // Ticks may bring the gate's threshold after what was measured at its step.
  const group = useDrawn(place);
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const view = useMemo(() => distributionView(norms), [norms]);
  const { member, step, size, squaredNorms, isAutomatic } = norms;
  const label = runLabels(experiment).find(({ id }) => id === member.run)?.label ?? member.run;
  const style = runStyles(experiment).get(member.run);
  const gate = gateOf(norms, group);
  const seed = experiment.training.seeds.length > 1 ? ` · seed ${member.seed}` : '';
  const asked = `${count(squaredNorms.length)} ${squaredNorms.length === 1 ? 'mini-batch' : 'mini-batches'} of ${count(size)}`;
  const heading = (
    <p className="norms-shown">
      <b style={{ color: style?.text }}>{label}</b> at step {count(step)}
      {seed} · {asked}
      {isAutomatic ? ' · measured by itself' : ''}
    </p>
  );
  if (!view)
    return (
      <div ref={place}>
        {heading}
        <p className="norms-empty">Its gradients are no longer finite numbers, so there is no distribution. Lower η or ρ.</p>
      </div>
    );
  const { fit, bins, expected } = view;
  const quantiles = quantilesOf(fit);
  const edges = bins.counts.map((_, bin) => bins.from + bin * bins.width);
  const spoken = `${label} at step ${count(step)}, ${asked}. Mean ${quantity(fit.mean)}, standard deviation ${quantity(fit.deviation)}.`;
  const reach = gate ? ` The gate’s threshold is ${quantity(gate.threshold)}.` : '';
  return (
    <div ref={place}>
      {heading}
      <div className="charts">
        <PictureFigure
          title="Histogram of S"
          unit="mini-batches"
          summary={`${spoken} From ${quantity(fit.sorted[0] ?? Number.NaN)} to ${quantity(fit.sorted.at(-1) ?? Number.NaN)}.${reach}`}
          head={['S from', 'to', 'mini-batches', 'normal fit']}
          rows={edges.map((edge, bin) => [
            quantity(edge),
            quantity(edge + bins.width),
            count(bins.counts[bin] ?? 0),
            expected(edge + bins.width / 2).toFixed(1),
          ])}
        >
          <NormHistogram view={view} gate={gate} color={style?.color} />
        </PictureFigure>
        <PictureFigure
          title="Q-Q plot"
          unit={`r ${correlationText(fit.correlation)}; 1 is normal`}
          summary={`${spoken} Correlation with a normal sample ${correlationText(fit.correlation)}. ${quantiles
            .map(([share, found, normal]) => `${100 * share} % lie below ${quantity(found)}, of a normal below ${quantity(normal)}`)
            .join('; ')}.`}
          head={['share below', 'S', 'normal']}
          rows={quantiles.map(([share, found, normal]) => [`${100 * share} %`, quantity(found), quantity(normal)])}
        >
          <QuantilePlot fit={fit} gate={gate} color={style?.color} />
        </PictureFigure>
      </div>
      <p className="chart-notes">{notesOn(norms, gate, group).join(' ')}</p>
    </div>
  );
}

interface HistogramProps {
  readonly view: DistributionView;
  readonly gate: GateLevel | null;
  readonly color: string | undefined;
}

/** The histogram of a measured distribution, as wide as there is room. */
function NormHistogram({ view, gate, color }: HistogramProps) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <div ref={place} className="chart-plot" style={{ height: HISTOGRAM_HEIGHT }} aria-hidden="true">
      {width > 0 ? <NormBars view={view} gate={gate} color={color} width={width} height={HISTOGRAM_HEIGHT} /> : null}
    </div>
  );
}

/** Three decimals: 0.95 and 0.999 are different worlds. */
export const correlationText = (correlation: number): string =>
  Number.isFinite(correlation) ? correlation.toFixed(3) : hundredths(correlation);
