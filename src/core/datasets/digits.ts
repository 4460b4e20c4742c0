import { difficulty } from './fields';
import { imageGenerator } from './generator';

type Point = readonly [x: number, y: number];

const SIDE = 12;

/** Strokes of each digit in a unit square, x to the right and y down: a font of our own. */
const STROKES: readonly (readonly Point[])[] = [
  turned(0.5, 0.5, 0.28, 0.4, 0, 12),
  [
    [0.3, 0.28],
    [0.55, 0.1],
    [0.55, 0.9],
  ],
  [
    [0.22, 0.3],
    [0.32, 0.14],
    [0.55, 0.1],
    [0.76, 0.22],
    [0.74, 0.42],
    [0.22, 0.9],
    [0.8, 0.9],
  ],
  [
    [0.24, 0.14],
    [0.56, 0.1],
    [0.75, 0.27],
    [0.6, 0.46],
    [0.42, 0.48],
    [0.64, 0.52],
    [0.78, 0.7],
    [0.58, 0.9],
    [0.22, 0.85],
  ],
  [
    [0.66, 0.92],
    [0.66, 0.1],
    [0.2, 0.65],
    [0.86, 0.65],
  ],
  [
    [0.77, 0.1],
    [0.3, 0.1],
    [0.27, 0.46],
    [0.58, 0.42],
    [0.78, 0.62],
    [0.62, 0.88],
    [0.22, 0.86],
  ],
  [
    [0.7, 0.1],
    [0.4, 0.3],
    [0.25, 0.62],
    [0.38, 0.87],
    [0.62, 0.88],
    [0.75, 0.68],
    [0.6, 0.5],
    [0.3, 0.57],
  ],
  [
    [0.2, 0.1],
    [0.8, 0.1],
    [0.45, 0.9],
  ],
  [...turned(0.5, 0.3, 0.2, 0.2, 0.25, 10), ...turned(0.5, 0.7, 0.25, 0.21, -0.25, 10)],
  [
    [0.7, 0.43],
    [0.4, 0.5],
    [0.25, 0.32],
    [0.38, 0.12],
    [0.62, 0.13],
    [0.75, 0.38],
    [0.6, 0.7],
    [0.3, 0.9],
  ],
];

/** Handwriting-like digits on 12 × 12 grey pixels: small enough for any device. */
export const digits = imageGenerator({
  name: 'digits',
  label: 'Digits, 12 × 12',
  help: 'Digits drawn with a pen of varying width, shifted, turned and grainy: images without a download.',
  fields: { difficulty: difficulty(0.5) },
  side: SIDE,
  classNames: STROKES.map((_, digit) => String(digit)),
  mean: [0.2],
  std: [0.28],
  grain: (values) => 0.3 * values.difficulty,
  picture({ difficulty: hard }, digit, stream) {
    const between = (least: number, most: number) => least + (most - least) * stream.uniform();
    const angle = hard * between(-0.6, 0.6);
    const size = between(10 - 3.5 * hard, 10);
    const aspect = 1 - 0.3 * hard * stream.uniform();
    const [x, y] = [SIDE / 2 + hard * between(-1.6, 1.6), SIDE / 2 + hard * between(-1.6, 1.6)];
    const halfWidth = between(0.75 - 0.3 * hard, 0.75 + 0.3 * hard);
    const ink = 1 - 0.5 * hard * stream.uniform();
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const pen = (STROKES[digit] as readonly Point[]).map(([u, v]): Point => {
      const [right, down] = [size * aspect * (u - 0.5), size * (v - 0.5)];
      return [x + cos * right - sin * down, y + sin * right + cos * down];
    });
    // The edge of a stroke is one pixel wide, so that half covered pixels are grey.
    return (column, row) => [ink * Math.min(1, Math.max(0, halfWidth + 0.5 - distanceTo(pen, column + 0.5, row + 0.5)))];
  },
});

/** A closed ellipse of `corners` corners, begun at `start` turns. */
function turned(x: number, y: number, across: number, along: number, start: number, corners: number): Point[] {
  return Array.from({ length: corners + 1 }, (_, corner): Point => {
    const angle = 2 * Math.PI * (start + corner / corners);
    return [x + across * Math.cos(angle), y + along * Math.sin(angle)];
  });
}

/** Distance of (x, y) from a line through `points`. */
function distanceTo(points: readonly Point[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let corner = 1; corner < points.length; corner++) {
    const [fromX, fromY] = points[corner - 1] as Point;
    const [toX, toY] = points[corner] as Point;
    const [alongX, alongY] = [toX - fromX, toY - fromY];
    const part = Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / (alongX ** 2 + alongY ** 2)));
    nearest = Math.min(nearest, Math.hypot(x - fromX - part * alongX, y - fromY - part * alongY));
  }
  return nearest;
}
