/** The paper that pictures stand on alone: title, question, what is drawn, and a caption, with letters as text. */
import type { ReactElement, ReactNode } from 'react';
import { PRINT } from '../charts/paper';

/** A picture on its sheet, ready to be saved; its size in pixels at 1×. */
export interface Drawing {
  readonly sheet: ReactElement;
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
/** Average width of a letter, as a share of its size: no page is needed to break lines. */
export const LETTER = 0.54;
const FONT = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

interface SheetParts {
  readonly title: string;
  readonly question: string;
  /** SVG elements, drawn below `HEAD`. */
  readonly body: ReactNode;
  /** Where the body ends. */
  readonly end: number;
  /** Said below. */
  readonly caption: string;
}

/** The whole picture as one SVG. */
export function onSheet({ title, question, body, end, caption }: SheetParts): Drawing {
  const below = wrapped(legal(caption), 11, WIDTH - 2 * MARGIN);
  const height = Math.ceil(end + 18 + 16 * below.length + MARGIN - 8);
  const sheet = (
    <svg xmlns="http://www.w3.org/2000/svg" width={WIDTH} height={height} viewBox={`0 0 ${WIDTH} ${height}`} fontFamily={FONT}>
      <title>{legal(`${title}: ${question}`)}</title>
      <rect width={WIDTH} height={height} fill={PRINT.ground} />
      <Words text={title} x={MARGIN} y={MARGIN + 16} size={18} weight={600} />
      <Words text={question} x={MARGIN} y={MARGIN + 38} size={13} color={PRINT.ink2} />
      {body}
      {below.map((line, index) => (
        <Words key={index} text={line} x={MARGIN} y={end + 18 + 16 * index} size={11} color={PRINT.ink2} />
      ))}
    </svg>
  );
  return { sheet, width: WIDTH, height };
}

interface WordsProps {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly color?: string;
  readonly anchor?: 'end' | 'middle';
  readonly weight?: number;
}

export function Words({ text, x, y, size = 12, color = PRINT.ink, anchor, weight }: WordsProps) {
  return (
    <text x={fixed(x)} y={fixed(y)} fontSize={size} fill={color} textAnchor={anchor} fontWeight={weight}>
      {legal(text)}
    </text>
  );
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

const fixed = (value: number): number => Number(value.toFixed(1));

/** Names and links come from people: what no XML can hold is left out. */
export function legal(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the letters that no XML may contain
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}
