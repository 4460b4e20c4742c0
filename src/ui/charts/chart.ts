/** A chart: a question, and the metrics that answer it. */
import type { SplitMetric, StepMetric } from '../../core/metrics/catalogue';
import { WINDOW } from '../../core/metrics/reductions';
import type { MetricName } from '../../core/metrics/series';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import { records } from '../../core/settings/runTraits';

/** Headings of the board, in order. */
export const chartSections = { accuracy: 'Accuracy', gap: 'Gap', mechanism: 'Mechanism' } as const;

export interface Chart {
  readonly id: string;
  readonly section: keyof typeof chartSections;
  /** Folded away until somebody asks. */
  readonly isDetail?: true;
  readonly title: string;
  /** The same on a chip, where the title is long for one. */
  readonly short?: string;
  readonly unit: string;
  /** Thing to look for, one line. */
  readonly question: string;
  readonly metric: MetricName;
  /** Further metrics of every run: the first drawn thin, the second thin and dotted. */
  readonly thin?: readonly (MetricName & { readonly label: string })[];
  readonly scale: 'linear' | 'log';
  /** Limits that the axis never leaves, and the least it shows. */
  readonly within?: readonly [number, number];
  readonly least?: readonly [number, number];
  /** True if the chart says anything about this experiment. */
  readonly applies?: (experiment: Experiment) => boolean;
  /** Runs that have what it shows; without any there is no chart. Left out, those whose parts record its metric. */
  readonly shows?: (run: RunSettings) => boolean;
  /** Reason why some runs are not shown, where that needs a word. */
  readonly absence?: string;
}

/** True if a run has what a chart shows. */
export function showsRun({ shows, metric }: Chart, run: RunSettings): boolean {
  return shows?.(run) ?? (metric.table !== 'steps' || records(run, metric.metric));
}

/** A number that is measured on a whole split. */
export const measured = (metric: SplitMetric): MetricName => ({ table: 'measured', metric });
/** A number of every step. */
export const steps = (metric: StepMetric): MetricName & { readonly table: 'steps' } => ({ table: 'steps', metric });
/** The same, averaged over the last steps. */
export const recent = (metric: StepMetric): MetricName & { readonly table: 'steps' } => ({ ...steps(metric), reduce: 'recent' });
export const LATELY = `mean of ${WINDOW} steps`;
