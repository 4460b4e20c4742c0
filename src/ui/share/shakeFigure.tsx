/** Runs that were shaken, as a strip of pictures each: the same lengths below each other. */
import { nth } from '../../core/numbers';
import type { Points } from '../../core/protocol/views';
import type { Shake } from '../../core/protocol/findings';
import { percent } from '../format';
import type { GroupState } from '../../store/group';
import { PRINT } from '../charts/paper';
import type { Images } from './images';
import { type Drawing, FIGURE_TOP, MARGIN, onSheet, type PrintedRun, WIDTH, Words } from './Sheet';

/** Pictures in a strip, evenly through the lengths. */
const ACROSS = 4;
const GAP = 12;
const NAME = 92;

/** Shakes of the way that was measured last, one per run of the figure; empty where none has pictures. */
export function shakesOf({ findings }: Pick<GroupState, 'findings'>): readonly Shake[] {
  const all = [...findings.values()].filter((finding): finding is Shake => finding.asked.what === 'shake');
  const along = all.at(-1)?.asked.along;
  return all.filter(({ asked, members }) => asked.along === along && (members[0]?.pictures.length ?? 0) > 0);
}

/** null where nothing was shaken. */
export function shakeFigure(
  points: Points | undefined,
  shakes: readonly Shake[],
  runs: ReadonlyMap<string, PrintedRun>,
  caption: string,
  images: Images,
): Drawing | null {
  const [any] = shakes;
  if (!points || !any) return null;
  const drawn = [...runs].flatMap(([run, printed]) => {
    const shake = shakes.find(({ asked }) => asked.run === run);
    return shake ? [{ shake, printed }] : [];
  });
  const side = (WIDTH - 2 * MARGIN - NAME - GAP * (ACROSS - 1)) / ACROSS;
  const places = Array.from({ length: ACROSS }, (_, at) => Math.round((at * (any.lengths.length - 1)) / (ACROSS - 1)));
  const body = drawn.map(({ shake: { members, lengths }, printed: { label, color } }, row) => {
    const y = FIGURE_TOP + row * (side + 36);
    return (
      <g key={label}>
        <Words text={label} x={MARGIN} y={y + 16} size={13} color={color} weight={600} />
        {places.map((place, column) => {
          const box = { x: MARGIN + NAME + column * (side + GAP), y, width: side, height: side };
          const accuracy = members.reduce((sum, { testAccuracy }) => sum + nth(testAccuracy, place), 0) / members.length;
          return (
            <g key={place}>
              <image {...box} preserveAspectRatio="none" href={images.regions(points, members[0]?.pictures[place], side)} />
              <rect {...box} fill="none" stroke={PRINT.line} />
              <Words text={`${Math.round(100 * nth(lengths, place))} %: ${percent(accuracy)}`} x={box.x} y={y + side + 16} />
            </g>
          );
        })}
      </g>
    );
  });
  const [member] = any.members;
  const way = any.asked.along === 'random' ? 'one random direction' : 'each run’s own climb';
  return onSheet({
    title: 'Shaken',
    question: `Clean accuracy when all weights move by a share of their length along ${way}, at step ${member?.step ?? '—'}.`,
    body,
    end: FIGURE_TOP + drawn.length * (side + 36),
    caption,
  });
}
