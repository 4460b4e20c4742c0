import { nth } from '../../core/numbers';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { chartInFront } from '../charts/chartInFront';
import { chartsOf } from '../charts/charts';
import { curvesOf } from '../charts/curves';
import { HeldLimits } from '../charts/heldLimits';
import { fractionOf } from '../charts/ticks';
import { type PageTools, useTools } from '../pageContext';
import { soundChoice } from './soundChoice';
import { chime, createVoices, type Point, sweep } from './tones';

/** Seconds in which curves that stand still are played from left to right. */
const SWEEP_SECONDS = 5;

/** Makes the page heard, by those who asked for it. Draws nothing. */
export function Sounds() {
  const tools = useTools();
  const { isHeard, hasChime } = useStore(soundChoice);
  useEffect(() => {
    if (!isHeard) return;
    const context = new AudioContext();
    const stop = listen(tools, context);
    return () => {
      stop();
      // After the ramps that end its voices.
      setTimeout(() => void context.close(), 1000);
    };
  }, [tools, isHeard]);
  useEffect(() => {
    if (!hasChime) return;
    return tools.page.store.subscribe(({ group }, { group: before }) => {
      if (group?.phase !== 'ended' || before?.phase !== 'running' || group.id !== before.id) return;
      const context = new AudioContext();
      chime(context);
      setTimeout(() => void context.close(), 4000);
    });
  }, [tools, hasChime]);
  return null;
}

/**
 * Lets the chart in front be heard: while training runs, every run where its curve stands now; when it stands still, once the whole
 * curves. Pause silences it, and muted runs are silent. Returns what ends it.
 */
export function listen({ page, scheduler }: Pick<PageTools, 'page' | 'scheduler'>, context: BaseAudioContext): () => void {
  const limits = new HeldLimits();
  const runs = () => (page.store.getState().group?.experiment.runs ?? []).map(({ id }) => id);
  let voiced = runs().join();
  let voices = createVoices(context, runs());
  let stopSweep = () => {};

  function follow(): void {
    const state = page.store.getState();
    if (runs().join() !== voiced) {
      voices.stop();
      voiced = runs().join();
      voices = createVoices(context, runs());
    }
    const isRunning = state.group?.phase === 'running';
    const heard = isRunning ? heardOf(page, limits) : [];
    if (isRunning) {
      stopSweep();
      stopSweep = () => {};
    }
    voices.sound(new Map(heard.flatMap(({ run, points }) => (points.length > 0 ? [[run, (points.at(-1) as Point)[1]] as const] : []))));
  }

  const drawing = scheduler.add(follow);
  const stopFollowing = page.store.subscribe(({ group }, { group: before }) => {
    // A pause is heard at once, not with the next drawing.
    if (group?.phase !== before?.phase) follow();
  });
  if (page.store.getState().group?.phase === 'running') follow();
  else {
    const heard = heardOf(page, limits);
    stopSweep = sweep(
      context,
      heard.map(({ points }) => points),
      SWEEP_SECONDS,
    );
  }
  return () => {
    drawing.remove();
    stopFollowing();
    stopSweep();
    voices.stop();
  };
}

/** Curves that can be heard: those of the chart in front, or of the first, as shares of its axes; none of muted runs. */
function heardOf(
  { store, view }: PageTools['page'],
  limits: HeldLimits,
): readonly { readonly run: string; readonly points: readonly Point[] }[] {
  const state = store.getState();
  const { group, experiment } = state;
  if (!group) return [];
  const all = chartsOf(group.experiment);
  const front = chartInFront({ store, view });
  const chart = all.find(({ id }) => id === front) ?? all[0];
  if (!chart) return [];
  const { x: axis, ema } = experiment.view;
  const curves = curvesOf(group, chart, axis, { tau: Number(ema), muted: view.getState().muted });
  const domain = limits.around(curves, chart, `${group.id} ${chart.id} ${axis} ${ema}`);
  const width = curves.x.at(-1) ?? 0;
  if (!domain || !(width > 0)) return [];
  return group.experiment.runs.map(({ id }) => {
    const y = curves.curves.find(({ key }) => key === id)?.y;
    const points: Point[] = [];
    for (const [at, value] of (y ?? []).entries())
      if (Number.isFinite(value) && (chart.scale === 'linear' || value > 0))
        points.push([nth(curves.x, at) / width, fractionOf(value, domain, chart.scale)]);
    return { run: id, points };
  });
}
