/** The paper that pictures stand on alone: title, question, what is drawn, and a caption, with letters as text. */

export interface ChartPicture {
  readonly text: string;
  /** Pixels at 1×. */
  readonly width: number;
  readonly height: number;
}

/** How a run is drawn; the colour is one that every program knows. */
export interface PrintedRun {
  readonly label: string;
  readonly color: string;
  readonly dash: string;
}

export const WIDTH = 720;
export const MARGIN = 24;
/** Below title and question: where a chart's legend begins, and where other figures do. */
export const HEAD = MARGIN + 22 + 20 + 14;
export const FIGURE_TOP = HEAD + 8;
export const INK = '#15181c';
export const INK_2 = '#545b64';
export const LINE = '#e5e2da';
/** Average width of a letter, as a share of its size: no page is needed to break lines. */
export const LETTER = 0.54;
const FONT = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

interface Sheet {
  readonly title: string;
  readonly question: string;
  /** Elements, drawn below `HEAD`. */
  readonly body: readonly string[];
  /** Where the body ends. */
  readonly end: number;
  /** Said below. */
  readonly caption: string;
}

/** The whole picture as one SVG document. */
export function sheet({ title, question, body, end, caption }: Sheet): ChartPicture {
  const below = wrapped(caption, 11, WIDTH - 2 * MARGIN);
  const height = Math.ceil(end + 18 + 16 * below.length + MARGIN - 8);
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${FONT}">`,
    `<title>${escaped(`${title}: ${question}`)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    words(title, MARGIN, MARGIN + 16, { size: 18, color: INK, weight: 600 }),
    words(question, MARGIN, MARGIN + 38, { size: 13, color: INK_2 }),
    ...body,
    ...below.map((line, index) => words(line, MARGIN, end + 18 + 16 * index, { size: 11, color: INK_2 })),
    '</svg>',
  ].join('\n');
  return { text, width: WIDTH, height };
}

/** Lines of at most `width` pixels; a word that is longer than a line, as a link is, is cut, behind a mark where there is one. */
function wrapped(text: string, size: number, width: number): readonly string[] {
  const most = Math.floor(width / (size * LETTER));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const cut = new RegExp(`.{1,${most}}$|.{1,${most - 1}}[&,;/]|.{1,${most}}`, 'gu');
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...(word.length <= most ? [word] : (word.match(cut) ?? [])));
  }
  return lines;
}

export function words(
  text: string,
  x: number,
  y: number,
  { size, color, anchor, weight }: { readonly size: number; readonly color: string; readonly anchor?: string; readonly weight?: number },
): string {
  const more = `${anchor ? ` text-anchor="${anchor}"` : ''}${weight ? ` font-weight="${weight}"` : ''}`;
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${size}" fill="${color}"${more}>${escaped(text)}</text>`;
}

export const fixed = (value: number): string => String(Number(value.toFixed(1)));

/** Names and links come from people: what XML would read as its own is written out, and what it cannot hold is left out. */
export function escaped(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the letters that no XML may contain
  const legal = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return legal.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
