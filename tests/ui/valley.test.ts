import { describe, expect, it } from 'vitest';
import { curvatureOf } from '../../src/core/valley/curvature';
import { planeLosses } from '../../src/core/valley/planeLosses';
import { valleys } from '../../src/core/valley/valleys';
import { defaultsOf } from '../../src/core/settings/field';
import { drawnFloors } from '../../src/ui/valley/floorOf';
import { pathMaker } from '../../src/ui/valley/paths';
import { colourOf, contourPaths, reliefOf } from '../../src/ui/valley/relief';
import { planeScene } from '../../src/ui/valley/scene';
import { endsInWords, type NamedPath } from '../../src/ui/valley/sentence';

/** A path that came down from loss 10 to `loss`, where the ground is curved by `along` and `across`. */
const named = (label: string, along: number, across: number, loss = 0): NamedPath => ({
  label,
  path: {
    x: new Float64Array(2),
    losses: Float64Array.of(10, loss),
    curvatures: [curvatureOf(1, 0, 1), curvatureOf(along, 0, across)],
    footsteps: [],
    goneAfter: null,
  },
});
const gone = (label: string): NamedPath => ({ ...named(label, 1, 1), path: { ...named(label, 1, 1).path, goneAfter: 3 } });

describe('what is said of the ends', () => {
  it('names the flattest by trace, whoever that is', () => {
    expect(endsInWords([named('SGD', 8, 2), named('SAM', 1, 2)], 50)).toEqual([
      'After 50 steps SAM ends flattest: trace 3.00, against 10.0 for SGD.',
    ]);
    expect(endsInWords([named('SGD', 1, 2), named('SAM', 8, 2)], 1)).toEqual([
      'After 1 step SGD ends flattest: trace 3.00, against 10.0 for SAM.',
    ]);
  });

  it('says that there is no difference where there is none', () => {
    expect(endsInWords([named('SGD', 1, 2), named('SAM', 2, 1.01)], 50)).toEqual([
      'After 50 steps SGD and SAM end equally flat: the trace is 3.00.',
    ]);
  });

  it('takes two that are alike together, and measures alikeness by themselves', () => {
    const paths = [named('SGD', 40, 9), named('SAM', 1, 2), named('ASAM', 1.5, 2)];
    expect(endsInWords(paths, 50)[0]).toBe('After 50 steps SAM ends flattest: trace 3.00, against 3.50 for ASAM and 49.0 for SGD.');
  });

  it('says what a trace of zero hides', () => {
    expect(endsInWords([named('SGD', 2, -2), named('SAM', 2, -2)], 9)[0]).toMatch(/trace is 0 at every end, and ‖∇²L‖ is 2.83/);
  });

  it('says who left, and who has not come down', () => {
    expect(endsInWords([named('SGD', 1, 2), gone('ASAM')], 9)).toEqual([
      'After 9 steps SGD stands where the trace is 3.00.',
      'ASAM is gone after 3 steps.',
    ]);
    expect(endsInWords([named('SGD', 1, 2), named('SAM', 1, 2, 1)], 9)[1]).toBe('Not as low yet: SAM at loss 1.00; the lowest is at 0.');
    expect(endsInWords([], 9)).toEqual(['Choose a method, and its path is drawn.']);
  });
});

describe('the plane on the screen', () => {
  it.each([
    [900, 400],
    [340, 340],
    [300, 700],
  ])('shows all of a loss’s window in %i × %i pixels, and both axes at one scale', (width, height) => {
    const loss = planeLosses.product;
    const { frame, place, under, scale } = planeScene(loss, width, height, 12);
    expect(frame.x[0]).toBeLessThanOrEqual(loss.window.x[0] + 1e-9);
    expect(frame.y[1]).toBeGreaterThanOrEqual(loss.window.y[1] - 1e-9);
    const [a, b] = [place([1, 1]), place([2, 2])];
    expect(b[0] - a[0]).toBeCloseTo(a[1] - b[1], 8);
    expect(b[0] - a[0]).toBeCloseTo(scale, 8);
    expect(under(...place([0.3, 1.7]))[1]).toBeCloseTo(1.7, 10);
  });

  it('has heights from 0 to 1, and the loss of each', () => {
    const { frame } = planeScene(planeLosses.bend, 400, 300, 12);
    const { heights, lossOf, heightOf } = reliefOf(planeLosses.bend, frame, 20, 15);
    expect([Math.min(...heights), Math.max(...heights)]).toEqual([0, 1]);
    expect(heightOf(lossOf(0.4))).toBeCloseTo(0.4, 12);
  });

  it('has lines of equal loss, higher ones for higher losses', () => {
    const levels = contourPaths(planeLosses.two, planeScene(planeLosses.two, 400, 300, 12).frame).map(({ level }) => level);
    expect(levels.length).toBeGreaterThan(5);
    expect([...levels].sort((one, other) => one - other)).toEqual(levels);
  });

  it('reads the colours that browsers give', () => {
    expect(colourOf('rgb(12, 34, 56)')).toEqual([12, 34, 56]);
    expect(colourOf('color(srgb 1 0.5 0)')).toEqual([255, 127.5, 0]);
  });
});

describe('the floor', () => {
  it('of the product is flattest where both weights are one', () => {
    const [floor] = drawnFloors(planeLosses.product);
    expect(floor?.flattest?.at[0]).toBeCloseTo(1, 1);
    expect(floor?.flattest?.trace).toBeCloseTo(4, 2);
  });

  it('of the two bowls are two points, one sharper than the other', () => {
    const [sharp, wide] = drawnFloors(planeLosses.two);
    expect(sharp?.flattest).toBeNull();
    expect(sharp?.trace).toBeGreaterThan(4 * (wide?.trace ?? 0));
  });
});

describe('the paths on screen', () => {
  const values = defaultsOf(valleys.two.fields);

  it('are made once for the same values, and anew for others', () => {
    const pathsOf = pathMaker();
    const before = pathsOf('two', values).drawn.map(({ path }) => path);
    const looked = pathsOf('two', { ...values, vstep: 7, vruns: [...values.vruns, 'asam'] }).drawn.map(({ path }) => path);
    expect(looked.slice(0, 2)).toEqual(before);
    expect(looked[0]).toBe(before[0]);
    expect(pathsOf('two', { ...values, vx: -1 }).drawn[0]?.path).not.toBe(before[0]);
  });

  it('leave out what a bare loss cannot have, and say what it lacks', () => {
    const { drawn, lacking } = pathMaker()('two', { ...values, vruns: ['sam', 'bisam-log'] });
    expect(drawn).toHaveLength(1);
    expect(lacking).toEqual([{ label: 'BiSAM (−log)', lack: 'predictions and labels' }]);
  });
});
