import { useEffect, useMemo, useRef } from 'react';
import type { PlaneLoss } from '../../core/valley/planeLoss';
import type { PlotFrame } from '../charts/frame';
import { useCanvas } from '../drawing/useCanvas';
import { colourOf, contourPaths, paintRelief, reliefOf } from './relief';

/** CSS pixels per place of the relief: the browser smooths between. */
const COARSE = 2;

interface GroundProps {
  readonly loss: PlaneLoss;
  readonly frame: PlotFrame;
}

/** The loss as lit ground. Drawn anew with another loss, size or theme, and never while a hand drags. */
export function Ground({ loss, frame }: GroundProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { theme } = useCanvas(canvas);
  const { left, right, top, bottom, width, height } = frame;
  const [inner, tall] = [Math.max(2, width - left - right), Math.max(2, height - top - bottom)];
  const relief = useMemo(() => reliefOf(loss, frame, Math.ceil(inner / COARSE), Math.ceil(tall / COARSE)), [loss, frame, inner, tall]);
  useEffect(() => {
    const target = canvas.current;
    const context = target?.getContext('2d');
    if (!target || !context) return;
    const style = getComputedStyle(target);
    const stops = [style.backgroundColor, style.borderTopColor, style.color, style.borderBottomColor].map(colourOf);
    target.width = relief.columns;
    target.height = relief.rows;
    const image = context.createImageData(relief.columns, relief.rows);
    paintRelief(relief, stops, image.data);
    context.putImageData(image, 0, 0);
  }, [relief, theme]);
  return <canvas ref={canvas} className="valley-ground" style={{ left, top, width: inner, height: tall }} aria-hidden="true" />;
}

/** Lines of equal loss, in an SVG over it. */
export function GroundLines({ loss, frame }: GroundProps) {
  const lines = useMemo(() => contourPaths(loss, frame), [loss, frame]);
  return (
    <g className="valley-contours">
      {lines.map(({ level, d }) => (
        <path key={level} d={d} />
      ))}
    </g>
  );
}
