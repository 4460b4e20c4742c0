import { nth } from '../numbers';
import type { RandomStream } from '../random';
import { difficulty } from './fields';
import { imageGenerator } from './generator';

type Colour = readonly [red: number, green: number, blue: number];
/** How far inside (negative) or outside a figure of radius 1 a point is, in radii; y down. */
type Figure = (x: number, y: number) => number;

const SIDE = 32;
/** Stripes and squares of a pattern, per radius. */
const PATTERN = 1.6;

const figures: readonly (readonly [name: string, figure: Figure, pattern?: Figure])[] = [
  ['disc', disc],
  ['square', square],
  ['triangle', polygon(3)],
  ['star', star],
  ['ring', (x, y) => Math.abs(Math.hypot(x, y) - 0.75) - 0.25],
  ['cross', (x, y) => Math.min(Math.max(Math.abs(x) - 0.3, Math.abs(y) - 1), Math.max(Math.abs(y) - 0.3, Math.abs(x) - 1))],
  ['stripes', disc, (x) => Math.sin(PATTERN * Math.PI * x)],
  ['checks', disc, (x, y) => Math.sin(PATTERN * Math.PI * x) * Math.sin(PATTERN * Math.PI * y)],
];

/** Figures and textures in random colours on a textured ground: 32 × 32 colour images, as CIFAR’s are. */
export const shapes = imageGenerator({
  name: 'shapes',
  label: 'Shapes and textures, 32 × 32',
  help: 'Discs, squares, stars, stripes and more in random colours, sizes and places on a textured ground: colour images without a download.',
  fields: { difficulty: difficulty(0.5) },
  side: SIDE,
  classNames: figures.map(([name]) => name),
  mean: [0.5, 0.5, 0.5],
  std: [0.307, 0.307, 0.307],
  grain: (values) => 0.2 * values.difficulty,
  picture({ difficulty: hard }, label, stream) {
    const between = (least: number, most: number) => least + (most - least) * stream.uniform();
    const [, figure, pattern] = figures[label] as (typeof figures)[number];
    const radius = between(11 - 4.5 * hard, 11);
    const reach = (SIDE / 2 - radius) * Math.min(1, 2 * hard);
    const [x, y] = [SIDE / 2 + between(-reach, reach), SIDE / 2 + between(-reach, reach)];
    const angle = 2 * Math.PI * hard * between(-0.5, 0.5);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const ground = colour(stream);
    const ink = against(ground, 0.9 - 0.5 * hard, stream);
    const second = pattern ? against(ink, 0.9 - 0.5 * hard, stream) : ink;
    const texture = waves(0.3 * hard, stream);
    return (column, row) => {
      const [right, down] = [(column + 0.5 - x) / radius, (row + 0.5 - y) / radius];
      const [u, v] = [cos * right + sin * down, cos * down - sin * right];
      const inside = Math.min(1, Math.max(0, 0.5 - radius * figure(u, v)));
      const painted = pattern && pattern(u, v) < 0 ? second : ink;
      const shade = texture(column, row);
      return ground.map((value, channel) => value + shade + inside * (nth(painted, channel) - value - shade));
    };
  },
});

function disc(x: number, y: number): number {
  return Math.hypot(x, y) - 1;
}

function square(x: number, y: number): number {
  return Math.max(Math.abs(x), Math.abs(y)) - 0.85;
}

/** Of `corners` corners on the unit circle, one of them at the top. */
function polygon(corners: number): Figure {
  const inner = Math.cos(Math.PI / corners);
  const normals = Array.from({ length: corners }, (_, side): readonly [number, number] => {
    const angle = (2 * Math.PI * (side + 0.5)) / corners - Math.PI / 2;
    return [Math.cos(angle), Math.sin(angle)];
  });
  return (x, y) => Math.max(...normals.map(([a, b]) => a * x + b * y)) - inner;
}

/** Five points; the radius goes up and down with the angle. */
function star(x: number, y: number): number {
  const turn = (Math.atan2(x, -y) / (2 * Math.PI)) * 5;
  const fromTip = 2 * Math.abs(turn - Math.round(turn));
  return Math.hypot(x, y) - (1 - 0.62 * fromTip);
}

function colour(stream: RandomStream): Colour {
  return [stream.uniform(), stream.uniform(), stream.uniform()];
}

/** A colour that differs from `other` in one channel by at least `contrast`, or by half where that channel has no more room. */
function against(other: Colour, contrast: number, stream: RandomStream): Colour {
  const channel = stream.integer(3);
  const drawn = [...colour(stream)];
  const from = nth(other, channel);
  const isDark = from < 0.5;
  const room = Math.min(contrast, isDark ? 1 - from : from);
  drawn[channel] = isDark ? from + room + (1 - from - room) * stream.uniform() : (from - room) * stream.uniform();
  return drawn as unknown as Colour;
}

/** Two plane waves of a few periods per image, the same in all channels. */
function waves(height: number, stream: RandomStream): (column: number, row: number) => number {
  const drawn = [0, 1].map(() => {
    const angle = 2 * Math.PI * stream.uniform();
    const frequency = (2 * Math.PI * (2 + 4 * stream.uniform())) / SIDE;
    return [frequency * Math.cos(angle), frequency * Math.sin(angle), 2 * Math.PI * stream.uniform()] as const;
  });
  return (column, row) => drawn.reduce((sum, [a, b, phase]) => sum + (height / 2) * Math.sin(a * column + b * row + phase), 0);
}
