import type { Boundary, Points } from '../../core/protocol/views';
import { nearness } from '../boundary/nearness';
import { regionImage } from '../boundary/paintBoundary';

/** Pixels along an edge: cells are scaled up smoothly here, as not every program that shows SVG does. */
const SIDE = 320;

const made = new WeakMap<Boundary, string>();

/** Regions as the address of a PNG, in the colours of the light theme. Throws where the browser gives no canvas. */
export function regionUrl(boundary: Boundary, points: Points): string {
  // Asked for at every redraw; a boundary is a value and never changes.
  const known = made.get(boundary);
  if (known) return known;
  const cells = document.createElement('canvas');
  cells.width = cells.height = boundary.size;
  cells.getContext('2d')?.putImageData(regionImage(boundary, nearness(points, boundary), false), 0, 0);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on. Save a chart instead.');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = 'high';
  context.drawImage(cells, 0, 0, SIDE, SIDE);
  const url = canvas.toDataURL('image/png');
  made.set(boundary, url);
  return url;
}
