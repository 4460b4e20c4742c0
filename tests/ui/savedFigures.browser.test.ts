/** Parts that only a browser can draw of the figures that are saved: bars of recharts, painted maps, colours of the light theme. */
import { afterEach, expect, it } from 'vitest';
import { History } from '../../src/core/metrics/history';
import { normHistogram, normRange } from '../../src/core/metrics/histogram';
import { distributionView } from '../../src/ui/gradientNorms/distribution';
import { distributionFigure } from '../../src/ui/share/distributionFigure';
import { paintedImages } from '../../src/ui/share/images';
import { lightColors, pictureOf } from '../../src/ui/share/saving';
import { tickOf } from '../core/metrics/histories';

const runs = new Map([['r1', { label: 'SAM <b> & "co"', color: 'rgb(4, 5, 6)', dash: '' }]]);
const norms = {
  member: { id: 'r1/1', run: 'r1', seed: 1 },
  step: 20,
  size: 32,
  squaredNorms: Float64Array.from({ length: 40 }, (_, index) => 1 + (index % 10) ** 2 / 90),
  meanGradientSquaredNorm: 0.5,
  variance: 0.1,
  isAutomatic: false,
};

it('a distribution has its bars, curve and points, and is XML that every program reads', async () => {
  const drawing = distributionFigure(norms, { history: new History() }, runs, 'A caption.');
  if (!drawing) throw new Error('nothing was drawn');
  const { text, width, height } = await pictureOf(drawing);
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml');
  expect(svg.querySelector('parsererror, foreignObject, div')).toBeNull();
  expect([width, height]).toEqual([Number(svg.documentElement.getAttribute('width')), Number(svg.documentElement.getAttribute('height'))]);
  expect(svg.documentElement.textContent).toContain('SAM <b> & "co"');
  const bars = [...svg.querySelectorAll('.norms-bin path')].map((bar) => Number(bar.getAttribute('height')));
  const counts = distributionView(norms)?.bins.counts.filter((count) => count > 0) ?? [];
  expect(bars).toHaveLength(counts.length);
  // As high as there are mini-batches in each.
  for (const [bin, height] of bars.entries())
    expect(height / Math.max(...bars)).toBeCloseTo((counts[bin] as number) / Math.max(...counts), 2);
  expect(svg.querySelector('.norms-fit path')?.getAttribute('d')?.length).toBeGreaterThan(100);
  expect(svg.querySelector('.norms-points')?.getAttribute('d')?.match(/M/g)).toHaveLength(40);
  expect(text).not.toMatch(/NaN|undefined|var\(/);
});

it('a map of norms is painted where there are norms, in the colour of its run', async () => {
  const { members } = new History().append([
    tickOf(
      'r1',
      1,
      Array.from({ length: 50 }, (_, step) => step),
      () => 50,
    ),
  ]);
  const range = normRange(members) ?? [1, 10];
  const url = paintedImages().norms(normHistogram(members, range, 49, 5), null, 'rgb(255, 0, 0)', 50, 32);
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const painted = Array.from({ length: data.length / 4 }, (_, dot) => data.slice(4 * dot, 4 * dot + 4)).filter(
    (dot) => (dot[3] as number) > 0,
  );
  expect(painted.length).toBeGreaterThan(100);
  expect(painted.length).toBeLessThan(data.length / 4);
  expect(painted.every(([red = 0, green = 9, blue = 9]) => red > 200 && green === 0 && blue === 0)).toBe(true);
});

afterEach(() => {
  document.querySelector('#sheet')?.remove();
  delete document.documentElement.dataset.theme;
});

it('colours are those of the light theme, also as a build writes them, and the page is as it was', () => {
  const sheet = document.head.appendChild(document.createElement('style'));
  sheet.id = 'sheet';
  // A build resolves `light-dark()` at the root, and nowhere below.
  sheet.textContent = ":root { --run: rgb(9, 9, 9) } :root[data-theme='light'] { --run: rgb(1, 1, 1) }";
  document.documentElement.dataset.theme = 'dark';
  expect(lightColors(['rgb(5, 5, 5)', 'var(--run)'])).toEqual(['rgb(5, 5, 5)', 'rgb(1, 1, 1)']);
  expect(document.documentElement.dataset.theme).toBe('dark');
});
