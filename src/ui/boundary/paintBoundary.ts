/** Draws what a network decides about the plane: class as colour, confidence as tint, decision boundaries as lines, training points on top. */
import { byteAt, nth } from '../../core/numbers';
import type { Boundary, Points } from '../../core/protocol/views';
import { classColors, type Rgb } from '../theme/palette';
import type { Segment } from './decisions';

export interface Ink {
  /** CSS colours of the theme. */
  readonly ink: string;
  readonly panel: string;
  readonly isDark: boolean;
}

/** The regions as an image of one pixel per cell, to be scaled up smoothly. `near` as of `nearness`. */
export function regionImage({ size, winners, confidence }: Boundary, near: Float32Array, isDark: boolean): ImageData {
  const image = new ImageData(size, size);
  const [faintest, strongest] = isDark ? [60, 175] : [56, 200];
  for (let cell = 0; cell < size * size; cell++) {
    const [red, green, blue] = colorOf(byteAt(winners, cell));
    // A network that is right and unsure still decides: its classes are tinted, faintly, and never white.
    const opacity = faintest + (strongest - faintest) * (byteAt(confidence, cell) / 255) ** 1.1;
    image.data.set([red, green, blue, opacity * nth(near, cell)], 4 * cell);
  }
  return image;
}

/**
 * Paints regions (when there are any) and points into a square canvas of `side` CSS pixels. In a small one points are dots,
 * or they would cover what they are in.
 */
export function paintBoundary(
  context: CanvasRenderingContext2D,
  side: number,
  regions: { readonly tint: ImageData; readonly decisions: readonly Segment[] } | null,
  extent: Boundary['extent'],
  points: Points,
  theme: Ink,
  isSmall = false,
): void {
  context.clearRect(0, 0, side, side);
  if (regions) {
    const { tint, decisions } = regions;
    const cells = new OffscreenCanvas(tint.width, tint.height);
    cells.getContext('2d')?.putImageData(tint, 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(cells, 0, 0, side, side);
    paintDecisions(context, side, decisions, theme, isSmall);
  }
  paintPoints(context, side, extent, points, theme, isSmall);
}

/** Lines where one class ends and another begins. */
function paintDecisions(
  context: CanvasRenderingContext2D,
  side: number,
  decisions: readonly Segment[],
  { ink, isDark }: Ink,
  isSmall: boolean,
): void {
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of decisions) {
    context.moveTo(fromX * side, fromY * side);
    context.lineTo(toX * side, toY * side);
  }
  context.lineCap = 'round';
  context.lineWidth = isSmall ? 0.6 : Math.max(0.8, Math.min(1.6, side / 260));
  context.strokeStyle = ink;
  context.globalAlpha = isDark ? 0.45 : 0.5;
  context.stroke();
  context.globalAlpha = 1;
}

function paintPoints(
  context: CanvasRenderingContext2D,
  side: number,
  [left, right, bottom, top]: Boundary['extent'],
  points: Points,
  { ink, isDark }: Ink,
  isSmall: boolean,
): void {
  const { inputs, labels, noisyLabels } = points;
  const scale = (isSmall ? 0.55 : Math.max(0.7, Math.min(2, side / 240))) * (labels.length > 1000 ? 0.7 : 1);
  const place = (point: number) =>
    [((nth(inputs, 2 * point) - left) / (right - left)) * side, ((top - nth(inputs, 2 * point + 1)) / (top - bottom)) * side] as const;
  for (let point = 0; point < labels.length; point++) {
    if (labels[point] !== noisyLabels[point]) continue;
    const [x, y] = place(point);
    context.fillStyle = rgb(shaded(colorOf(byteAt(labels, point)), isDark), 0.9);
    context.beginPath();
    context.arc(x, y, 1.4 * scale, 0, 2 * Math.PI);
    context.fill();
  }
  context.lineWidth = 1;
  context.strokeStyle = ink;
  for (let point = 0; point < labels.length; point++) {
    if (labels[point] === noisyLabels[point]) continue;
    const [x, y] = place(point);
    const half = 2.3 * scale;
    const color = colorOf(byteAt(noisyLabels, point));
    context.fillStyle = rgb(isSmall ? shaded(color, isDark) : color, 1);
    context.fillRect(x - half, y - half, 2 * half, 2 * half);
    if (isSmall) continue;
    context.globalAlpha = isDark ? 0.85 : 0.75;
    context.strokeRect(x - half, y - half, 2 * half, 2 * half);
    context.globalAlpha = 1;
  }
}

/** The square that holds all points with a margin, for pictures before the first boundary. */
export function extentOf({ inputs }: Points): Boundary['extent'] {
  let reach = 0;
  for (const value of inputs) reach = Math.max(reach, Math.abs(value));
  const edge = reach * 1.08 || 1;
  return [-edge, edge, -edge, edge];
}

const colorOf = (label: number): Rgb => classColors[label % classColors.length] as Rgb;
const shaded = (color: Rgb, isDark: boolean): Rgb =>
  color.map((value) => (isDark ? value + 0.45 * (255 - value) : 0.72 * value)) as unknown as Rgb;
const rgb = ([red, green, blue]: Rgb, alpha: number): string => `rgb(${red} ${green} ${blue} / ${alpha})`;
