import { useEffect, useRef } from 'react';
import type { Boundary, Points } from '../../core/protocol/views';
import { useCanvas } from '../drawing/useCanvas';
import { decisionsOf } from './decisions';
import { nearness } from './nearness';
import { extentOf, paintBoundary, regionImage } from './paintBoundary';

interface Props {
  readonly boundary: Boundary | undefined;
  readonly points: Points;
  readonly label: string;
  readonly isSmall?: boolean;
}

/** One run's picture of the plane. */
export function BoundaryCanvas({ boundary, points, label, isSmall = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, theme, ratio } = useCanvas(canvas);
  const near = useRef<{ readonly points: Points; readonly of: string; readonly values: Float32Array } | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current || width === 0) return;
    const style = getComputedStyle(canvas.current);
    const ink = { ink: style.color, panel: style.backgroundColor, isDark: theme === 'dark' };
    canvas.current.width = Math.round(width * ratio);
    canvas.current.height = Math.round(width * ratio);
    context.scale(ratio, ratio);
    let regions: Parameters<typeof paintBoundary>[2] = null;
    if (boundary) {
      const of = `${boundary.size} ${boundary.extent.join(' ')}`;
      if (near.current?.points !== points || near.current.of !== of) near.current = { points, of, values: nearness(points, boundary) };
      const { values } = near.current;
      regions = { tint: regionImage(boundary, values, ink.isDark), decisions: decisionsOf(boundary, values) };
    }
    paintBoundary(context, width, regions, boundary?.extent ?? extentOf(points), points, ink, isSmall);
  }, [boundary, points, width, theme, ratio, isSmall]);
  return <canvas ref={canvas} className="boundary-canvas" role="img" aria-label={label} />;
}
