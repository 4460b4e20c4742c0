/** From this page into the reader's downloads. */
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import type { Drawing } from './Sheet';

/** Device pixels per pixel: sharp on slides and in print. */
const SCALE = 2;

/** A drawing as the text of an SVG document that stands alone. */
export interface ChartPicture {
  readonly text: string;
  /** Pixels at 1×. */
  readonly width: number;
  readonly height: number;
}

/** Lets React draw a sheet out of sight, and takes what it has drawn. Not to be called while React draws. */
export async function pictureOf({ sheet, width, height }: Drawing): Promise<ChartPicture> {
  const host = document.createElement('div');
  const root = createRoot(host);
  flushSync(() => root.render(sheet));
  // Charts of HTML (recharts) lay themselves out once more after they were drawn.
  for (let turn = 0; turn < 2; turn++) await new Promise((then) => requestAnimationFrame(then));
  const svg = host.firstElementChild?.cloneNode(true) as SVGSVGElement;
  root.unmount();
  for (const box of svg.querySelectorAll('foreignObject')) {
    const chart = box.querySelector('svg');
    if (!chart) continue;
    chart.removeAttribute('style');
    // Recharts names its bars, whether they have names or not.
    for (const named of chart.querySelectorAll('[name]')) named.removeAttribute('name');
    for (const name of ['x', 'y', 'width', 'height']) chart.setAttribute(name, box.getAttribute(name) ?? '0');
    box.replaceWith(chart);
  }
  return { text: new XMLSerializer().serializeToString(svg), width, height };
}

/** Offers a file to save. */
export function save(name: string, content: string | Blob, type: string): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it once this task is over.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A picture's address, for an image element. */
export function addressOf({ text }: ChartPicture): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

/** The picture as PNG at twice its size. Throws where the browser cannot draw it. */
export async function pngOf(picture: ChartPicture): Promise<Blob> {
  const image = new Image();
  image.src = addressOf(picture);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = SCALE * picture.width;
  canvas.height = SCALE * picture.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on. Save the SVG instead.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, 'image/png'));
  if (!blob) throw new Error('This browser could not make a PNG. Save the SVG instead.');
  return blob;
}

/**
 * Colours of the style sheet as the light theme has them, in a form that every program reads. The page is in the light theme for as long
 * as they are read, which nobody sees: how a build writes `light-dark()`, a single element cannot be.
 */
export function lightColors(colors: readonly string[]): readonly string[] {
  const { dataset } = document.documentElement;
  const { theme } = dataset;
  const probe = document.body.appendChild(document.createElement('i'));
  dataset.theme = 'light';
  const found = colors.map((color) => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  });
  if (theme === undefined) delete dataset.theme;
  else dataset.theme = theme;
  probe.remove();
  return found;
}
