import { type PointerEvent as ReactPointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { HorizontalAxis } from '../../core/metrics/history';
import { valueNear } from '../../core/metrics/series';
import { cursorX, zoomed } from '../../store/chartView';
import { useTools } from '../pageContext';
import type { RunStyle } from '../theme/palette';
import { Swatch } from '../runs/Swatch';
import { placeText } from './axisWords';
import './ChartCursor.css';
import type { Chart } from './chart';
import { placeOf } from './chartOptions';
import { type Curve, rangeOfSeeds } from './curves';
import { across, type PlotFrame, valueAcross, valueDown } from './frame';
import { Fingers, pinched, stretchOf } from './pinch';
import { differenceOf, writerOf } from './summary';

interface Props {
  readonly chart: Chart;
  readonly frame: PlotFrame;
  readonly curves: readonly Curve[];
  readonly axis: HorizontalAxis;
  readonly names: ReadonlyMap<string, string>;
  readonly styles: ReadonlyMap<string, RunStyle>;
}

/** Pixels that a line of what is read needs. */
const READOUT_LINE = 20;
/** Pixels that a pressed pointer may move and still be a click. */
const CLICK = 5;

/**
 * The cursor of a chart, and what a hand does there. All charts show the same place; moving it renders nothing: lines are
 * moved and words are written in place, because six charts would otherwise render with every movement of a mouse.
 */
export function ChartCursor({ chart, frame, curves, axis, names, styles }: Props) {
  const { page } = useTools();
  const box = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const own = curves.filter(({ thin, isRaw }) => thin === 0 && !isRaw);

  const draw = () => {
    const view = page.view.getState();
    if (box.current) drawCursor(box.current, view, { chart, frame, curves, axis });
  };
  const latest = useRef(draw);
  useLayoutEffect(() => {
    latest.current = draw;
    draw();
  });
  useEffect(() => {
    if (!box.current) return;
    let isSeen = true;
    const follow = () => {
      if (isSeen) latest.current();
    };
    const observer = new IntersectionObserver((entries) => {
      isSeen = entries.at(-1)?.isIntersecting ?? true;
      follow();
    });
    observer.observe(box.current);
    const stop = page.view.subscribe(follow);
    return () => {
      observer.disconnect();
      stop();
    };
  }, [page]);

  const gesture = useRef<Gesture | null>(null);
  const [fingers] = useState(() => new Fingers());
  const edges = useRef<DOMRect | null>(null);
  const placeAt = (event: ReactPointerEvent) => snapped(own, valueAcross(frame, event.clientX - (edges.current?.left ?? 0)), frame.x);
  const enter = (event: ReactPointerEvent<HTMLElement>) => {
    edges.current = event.currentTarget.parentElement?.getBoundingClientRect() ?? null;
    const readout = box.current?.querySelector<HTMLElement>('.chart-readout');
    const needed = READOUT_LINE * (own.length + 2);
    if (readout && edges.current) readout.dataset.above = String(edges.current.bottom + needed > innerHeight && edges.current.top > needed);
  };
  const press = (event: ReactPointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    enter(event);
    const { pinned, other } = page.view.getState();
    const isBox = event.shiftKey;
    if (event.pointerType === 'touch') fingers.press(event.pointerId, event.clientX - (edges.current?.left ?? 0), frame);
    gesture.current = { x: event.clientX, y: event.clientY, isBox, before: event.detail > 1 ? null : { pinned, other } };
    if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId);
  };
  /** View that two fingers ask for; null while there are not two. */
  const wanted = () => fingers.pair && pinched(frame, fingers.pair, Math.max(frame.x[1], ...own.map(({ points }) => points.x.at(-1) ?? 0)));
  const move = (event: ReactPointerEvent<HTMLElement>) => {
    fingers.move(event.pointerId, event.clientX - (edges.current?.left ?? 0));
    if (fingers.pair) {
      const range = wanted();
      const stretch = range === null || range === 'whole' ? null : stretchOf(frame, range);
      if (selection.current) selection.current.hidden = stretch === null;
      if (selection.current && stretch) Object.assign(selection.current.style, pixels({ ...stretch, top, height: height - top - bottom }));
      return;
    }
    page.pointAt(placeAt(event));
    const at = gesture.current;
    if (!at || event.pointerType === 'touch' || !selection.current || !edges.current) return;
    const drawn = drawnBox(at, event, frame, edges.current);
    selection.current.hidden = drawn === null;
    if (drawn) Object.assign(selection.current.style, pixels(drawn));
  };
  const release = (event: ReactPointerEvent<HTMLElement>) => {
    const at = gesture.current;
    gesture.current = null;
    if (fingers.pair) {
      const range = wanted();
      const { experiment } = page.store.getState();
      if (range) page.edit({ ...experiment, view: zoomed(experiment.view, range === 'whole' ? null : { x: range }) });
      letGo();
      return;
    }
    fingers.lift(event.pointerId);
    if (!at || !edges.current) return;
    if (selection.current) selection.current.hidden = true;
    const drawn = event.pointerType === 'touch' ? null : drawnBox(at, event, frame, edges.current);
    if (drawn) {
      const { experiment } = page.store.getState();
      const x = [valueAcross(frame, drawn.left), valueAcross(frame, drawn.left + drawn.width)] as const;
      const y = [valueDown(frame, drawn.top + drawn.height), valueDown(frame, drawn.top)] as const;
      const place = placeOf(experiment, chart);
      page.edit({ ...experiment, view: zoomed(experiment.view, { x, ...(at.isBox ? { y: { range: y, place } } : {}) }) });
      page.unpin();
    } else if (Math.hypot(event.clientX - at.x, event.clientY - at.y) < CLICK) page.pin(placeAt(event));
    undo.current = at.before ?? undo.current;
  };
  /** Nothing that was begun counts any more. */
  const letGo = () => {
    gesture.current = null;
    fingers.lift();
    page.pointAt(null);
    if (selection.current) selection.current.hidden = true;
  };
  /** Pins from before the first of two clicks, which were no pins after all. */
  const undo = useRef<Gesture['before']>(null);
  const reset = () => {
    const { experiment } = page.store.getState();
    page.edit({ ...experiment, view: zoomed(experiment.view, null) });
    if (undo.current) page.view.setState(undo.current);
  };

  const { width, height, top, right, bottom, left } = frame;
  const plot = { left, top, width: width - left - right, height: height - top - bottom };
  return (
    <div ref={box} className="chart-cursor" aria-hidden="true">
      {['at', 'pinned', 'other'].map((which) => (
        <i key={which} data-line={which} hidden style={{ top, height: plot.height }}>
          {which === 'at' ? null : <b>{which === 'pinned' ? 'A' : 'B'}</b>}
        </i>
      ))}
      <div ref={selection} className="chart-selection" hidden />
      <div
        className="chart-hand"
        style={pixels(plot)}
        onPointerEnter={enter}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={letGo}
        onPointerLeave={() => page.pointAt(null)}
        onDoubleClick={reset}
      />
      <div className="chart-readout" hidden>
        <span data-read="place" />
        {own.map(({ run, key }) => (
          <span key={key} className="chart-readout-run" style={{ color: styles.get(run)?.text }}>
            <Swatch style={styles.get(run)} /> <span>{names.get(run) ?? run}</span> <b data-read={key} />
            <em data-read={`${key}Change`} />
            <small data-read={`${key}Range`} />
          </span>
        ))}
      </div>
    </div>
  );
}

interface Gesture {
  readonly x: number;
  readonly y: number;
  readonly isBox: boolean;
  readonly before: { readonly pinned: number | null; readonly other: number | null } | null;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const pixels = ({ left, top, width, height }: Box) => ({ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });

/** The stretch or box between where the hand pressed and where it is, in pixels of the chart; null while it may be a click. */
function drawnBox({ x, y, isBox }: Gesture, event: ReactPointerEvent, frame: PlotFrame, edges: DOMRect): Box | null {
  const { width, height, top, right, bottom, left } = frame;
  const between = (one: number, other: number, low: number, high: number) =>
    [Math.max(low, Math.min(one, other)), Math.min(high, Math.max(one, other))] as const;
  const [from, to] = between(x - edges.left, event.clientX - edges.left, left, width - right);
  const [upper, lower] = isBox ? between(y - edges.top, event.clientY - edges.top, top, height - bottom) : [top, height - bottom];
  if (to - from < CLICK || lower - upper < CLICK) return null;
  return { left: from, top: upper, width: to - from, height: lower - upper };
}

/** The nearest place where a curve has a point, so that what is read is what was measured. */
function snapped(curves: readonly Curve[], at: number, [from, to]: PlotFrame['x']): number {
  const inside = Math.min(to, Math.max(from, at));
  let best = inside;
  let least = Number.POSITIVE_INFINITY;
  for (const { points } of curves) {
    const near = valueNear({ x: points.x, y: points.x }, Math.min(inside, points.x.at(-1) ?? inside));
    if (Math.abs(near - inside) >= least) continue;
    best = near;
    least = Math.abs(near - inside);
  }
  return best;
}

/** Moves the lines and writes the numbers of one chart. Reads nothing back from the layout. */
function drawCursor(
  box: HTMLElement,
  view: { readonly at: number | null; readonly pinned: number | null; readonly other: number | null },
  { chart, frame, curves, axis }: Pick<Props, 'chart' | 'frame' | 'curves' | 'axis'>,
): void {
  const { width, right, left, x: range } = frame;
  const isVisible = (x: number | null): x is number => x !== null && x >= range[0] && x <= range[1];
  for (const line of box.querySelectorAll<HTMLElement>('[data-line]')) {
    const x = view[line.dataset.line as 'at' | 'pinned' | 'other'];
    line.hidden = !isVisible(x);
    if (isVisible(x)) line.style.transform = `translateX(${across(frame, x).toFixed(1)}px)`;
  }
  const readout = box.querySelector<HTMLElement>('.chart-readout');
  if (!readout) return;
  const at = cursorX(view);
  readout.hidden = !isVisible(at) || curves.length === 0;
  if (!isVisible(at)) return;
  const place = across(frame, at);
  const isRight = place > left + (width - left - right) / 2;
  readout.dataset.side = isRight ? 'right' : 'left';
  const from = view.pinned !== null && view.pinned !== at ? view.pinned : null;
  readout.dataset.compared = String(from !== null);
  write(readout, 'place', from === null ? placeText(axis, at) : `${placeText(axis, from)} → ${placeText(axis, at)}`);
  const say = writerOf(chart);
  const difference = differenceOf(chart);
  for (const curve of curves) {
    if (curve.thin > 0 || curve.isRaw) continue;
    const value = valueNear(curve.points, at);
    const thin = curves
      .filter((other) => other.run === curve.run && other.thin > 0)
      .map((other) => ` · ${chart.thin?.[other.thin - 1]?.label ?? ''} ${say(valueNear(other.points, at))}`);
    write(readout, curve.key, `${say(value)}${thin.join('')}`);
    const seeds = from === null ? rangeOfSeeds(curve, at) : null;
    write(readout, `${curve.key}Range`, seeds ? seeds.map(say).join(' … ') : '');
    write(readout, `${curve.key}Change`, from === null ? '' : `Δ ${difference(value - valueNear(curve.points, from))}`);
  }
}

function write(box: HTMLElement, key: string, text: string): void {
  const place = box.querySelector(`[data-read="${key}"]`);
  if (place && place.textContent !== text) place.textContent = text;
}
