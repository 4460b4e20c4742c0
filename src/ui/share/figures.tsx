/** Everything on the page that can be taken away as a picture. What a figure shows is drawn by the parts of the page themselves. */
import { gateTrace } from '../../core/metrics/gateTrace';
import { normHistogram, normRange, spansOf } from '../../core/metrics/histogram';
import type { Reference } from '../../store/pins';
import type { GroupState } from '../../store/group';
import { pictureOf, type Shown } from '../../store/shown';
import { Axes } from '../charts/Axes';
import { chartsOf } from '../charts/charts';
import { costsOf } from '../charts/spent';
import { normFrame } from '../charts/paintNorms';
import { PRINT } from '../charts/paper';
import { curveFigure } from './curveFigure';
import type { Images } from './images';
import { shakeFigure, shakesOf } from './shakeFigure';
import { type Drawing, FIGURE_TOP, MARGIN, onSheet, type PrintedRun, WIDTH, Words } from './Sheet';
import { longestSteps } from '../../core/settings/lengths';

export interface Figure {
  /** Ends the file's name. */
  readonly id: string;
  readonly title: string;
  /** null where there is nothing to draw yet. */
  draw(runs: ReadonlyMap<string, PrintedRun>, caption: string, images: Images): Drawing | null | Promise<Drawing | null>;
}

/** Charts first, then what has no curves. */
export function figuresOf(shown: Shown, references: readonly Reference[] = []): readonly Figure[] {
  const { group, axis } = shown;
  if (!group) return [];
  const norms = group.gradientNorms.at(-1);
  const shakes = shakesOf(group);
  const others: readonly (Figure | false | undefined)[] = [
    group.points.length > 0 && { id: 'regions', title: 'Decision regions', draw: (...on) => regionsFigure(shown, ...on) },
    shakes.length > 0 && {
      id: 'shaken',
      title: 'Shaken: decision regions as the weights move',
      draw: (...on) => shakeFigure(group.points[0], shakes, ...on),
    },
    { id: 'cost', title: 'Cost', draw: (runs, caption) => costFigure(shown, runs, caption) },
    { id: 'gradient-norms', title: 'Gradient norms over steps', draw: (...on) => normsFigure(group, ...on) },
    norms && {
      id: 'norm-distribution',
      title: 'Distribution of S, last measured',
      // Its bars are recharts', which nobody else who shares needs.
      draw: async (runs, caption) => (await import('./distributionFigure')).distributionFigure(norms, group, runs, caption),
    },
  ];
  return [
    ...chartsOf(group.experiment).map(
      (chart): Figure => ({
        id: chart.id,
        title: chart.title,
        draw: (runs, caption) => curveFigure(chart, group, axis, runs, caption, references),
      }),
    ),
    ...others.filter((figure) => figure !== undefined && figure !== false),
  ];
}

type Runs = ReadonlyMap<string, PrintedRun>;
const GAP = 16;
/** Side by side in one row. */
const MOST_ACROSS = 3;

/** Decision regions of every run side by side at one scale, with the training points of the first seed. */
export function regionsFigure(shown: Shown, runs: Runs, caption: string, images: Images): Drawing | null {
  const points = shown.group?.points[0];
  if (!points || runs.size === 0) return null;
  const pictures = new Map([...runs.keys()].map((id) => [id, pictureOf(shown, id)]));
  const steps = new Set([...pictures.values()].flatMap((picture) => picture?.step ?? []));
  const [step = shown.step] = steps;
  // Nearly always they are all of one step.
  const stepOf = (id: string) => (steps.size > 1 ? `, step ${pictures.get(id)?.step ?? '—'}` : '');
  const columns = Math.min(MOST_ACROSS, runs.size);
  const side = Math.min(300, (WIDTH - 2 * MARGIN - GAP * (columns - 1)) / columns);
  const panels = [...runs].map(([id, { label, color }], index) => {
    const x = MARGIN + (index % columns) * (side + GAP);
    const y = FIGURE_TOP + Math.floor(index / columns) * (side + 40);
    const box = { x, y: y + 18, width: side, height: side };
    return (
      <g key={id}>
        <Words text={`${label}${stepOf(id)}`} x={x} y={y + 8} size={13} color={color} weight={600} />
        <image {...box} preserveAspectRatio="none" href={images.regions(points, pictures.get(id), side)} />
        <rect {...box} fill="none" stroke={PRINT.line} />
      </g>
    );
  });
  return onSheet({
    title: 'Decision regions',
    question: `Which class each run assigns to the plane${steps.size > 1 ? '' : ` at step ${step}`}; wrongly labelled points are ringed squares.`,
    body: panels,
    end: FIGURE_TOP + Math.ceil(runs.size / columns) * (side + 40) - 12,
    caption,
  });
}

const [NAMES, BAR, ROW] = [190, 150, 30];

/** Cost of each run so far, as bars: gradients, which are the fair measure, and seconds of its own. null before the first measurement. */
export function costFigure(shown: Pick<Shown, 'group' | 'steps'>, runs: Runs, caption: string): Drawing | null {
  const costs = costsOf(shown, [...runs.keys()]);
  if (!costs.some(({ evals }) => evals.share > 0)) return null;
  const columns = { evals: MARGIN + NAMES, seconds: MARGIN + NAMES + BAR + 80 } as const;
  const top = FIGURE_TOP + 20;
  const body = (
    <>
      <Words text="Gradient evaluations" x={columns.evals} y={FIGURE_TOP + 4} color={PRINT.ink2} />
      <Words text="Own compute time" x={columns.seconds} y={FIGURE_TOP + 4} color={PRINT.ink2} />
      <Words text="per step" x={WIDTH - MARGIN} y={FIGURE_TOP + 4} color={PRINT.ink2} anchor="end" />
      {costs.map(({ run, perStep, ...amounts }, index) => {
        const { label = run, color = PRINT.ink } = runs.get(run) ?? {};
        const y = top + ROW * index + 12;
        return (
          <g key={run}>
            <Words text={label.length > 28 ? `${label.slice(0, 27)}…` : label} x={MARGIN} y={y} size={13} weight={600} />
            {(['evals', 'seconds'] as const).map((of) => (
              <g key={of}>
                <rect x={columns[of]} y={y - 9} width={BAR} height={10} rx={2} fill={PRINT.line} />
                <rect x={columns[of]} y={y - 9} width={Math.round(BAR * amounts[of].share)} height={10} rx={2} fill={color} />
                <Words text={amounts[of].text} x={columns[of] + BAR + 8} y={y} />
              </g>
            ))}
            <Words text={perStep} x={WIDTH - MARGIN} y={y} anchor="end" />
          </g>
        );
      })}
    </>
  );
  return onSheet({ title: 'Cost', question: 'What has each run paid for its result?', body, end: top + ROW * costs.length, caption });
}

const [LEFT, MAP_HEIGHT, MAP_ROW] = [MARGIN + 48, 120, 180];

/** Lengths of gradients over the steps as one heat map per run, all at one scale; null before the first step. */
export function normsFigure({ history, experiment }: GroupState, runs: Runs, caption: string, images: Images): Drawing | null {
  const range = normRange(history.members);
  if (!range) return null;
  const steps = longestSteps(experiment);
  const width = WIDTH - MARGIN - LEFT;
  const maps = [...runs].map(([id, { label, color }], index) => {
    const members = history.members.filter(({ run }) => run === id);
    const buckets = spansOf(members, steps);
    const top = FIGURE_TOP + index * MAP_ROW + 14;
    const url = images.norms(
      normHistogram(members, range, steps - 1, buckets),
      gateTrace(members, steps - 1, buckets),
      color,
      width,
      MAP_HEIGHT,
    );
    return (
      <g key={id}>
        <Words text={label} x={LEFT} y={top - 6} size={13} color={color} weight={600} />
        <Axes
          frame={{ ...normFrame({ width: WIDTH, top, height: MAP_HEIGHT, left: LEFT, right: MARGIN, range, steps }), ticks: 6 }}
          title="steps"
          paper={PRINT}
        />
        <image x={LEFT} y={top} width={width} height={MAP_HEIGHT} preserveAspectRatio="none" href={url} />
      </g>
    );
  });
  return onSheet({
    title: 'Gradient norms',
    question: 'How long are gradients over the steps? Darker is more of them.',
    body: maps,
    end: FIGURE_TOP + runs.size * MAP_ROW,
    caption,
  });
}
