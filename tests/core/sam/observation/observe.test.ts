/** Frames of slow motion against plain doubles: every registered algorithm, on steps with and without a climb. */
import { describe, expect, it } from 'vitest';
import { initialParams, initialStatistics } from '../../../../src/core/models/network';
import { drive } from '../../../../src/core/sam/drive';
import type { Observation } from '../../../../src/core/sam/observation/observation';
import { observe } from '../../../../src/core/sam/observation/observe';
import { framesOf, namesIn } from '../../../../src/core/sam/observation/tell';
import type { FrameKey } from '../../../../src/core/sam/observation/words';
import { algorithms } from '../../../../src/core/sam/recipes';
import { optimizers } from '../../../../src/core/sam/slots';
import { initialState, sharpnessAwareStep } from '../../../../src/core/sam/step';
import { choose } from '../../../../src/core/settings/entry';
import type { FieldValue } from '../../../../src/core/settings/field';
import { float64Backend as float64 } from '../../../../src/core/tensor/float64';
import type { Vector } from '../../../../src/core/tensor/tensor';
import { anatomyOf, batchOf, contextAt, isMeasured, positionAt, numberOf, oracleAt, partsWith, tanhNetwork } from '../smallProblem';

type Values = Readonly<Record<string, FieldValue>>;
type Optimizer = readonly [kind: string, values?: Values];

interface Observed extends Observation {
  /** g = ∇L(w), before the step and after it. */
  readonly clean: Float64Array;
  readonly evaluations: number;
  readonly lossAt: (at: ArrayLike<number>) => Promise<number>;
  readonly params: Float64Array;
  readonly next: Float64Array;
}

const ETA = 0.2;

/** `count` steps, each observed. */
async function observed(algorithm: string, count = 6, values: Values = {}, optimizer: Optimizer = ['sgd']): Promise<Observed[]> {
  const anatomy = anatomyOf(algorithm, values, optimizer);
  let params: Vector = float64.tensor(initialParams(tanhNetwork, 1), [tanhNetwork.layout.size]);
  let state = initialState(anatomy, { layout: tanhNetwork.layout, backend: float64 });
  const seen: Observed[] = [];
  for (let step = 0; step < count; step++) {
    const batch = batchOf(12, `batch ${step}`);
    const context = contextAt(
      tanhNetwork,
      params,
      oracleAt(tanhNetwork, batch, initialStatistics(tanhNetwork, float64)),
      positionAt(step, ETA),
    );
    const result = await drive(sharpnessAwareStep(anatomy, context, state), float64.read);
    const evaluations = Number(result.record.gradEvals);
    const { observation } = await observe(anatomy, context, result);
    const { oracle } = context;
    seen.push({
      ...observation,
      clean: await float64.read(oracle.pass(oracle.descentLoss, params, batch).gradient),
      evaluations,
      lossAt: (at) => numberOf(oracle.losses(float64.tensor(at, params.shape), batch).mean()),
      params: await float64.read(params),
      next: await float64.read(result.params),
    });
    ({ params, state } = result);
  }
  return seen;
}

const length = (vector: ArrayLike<number>) => Math.hypot(...Array.from(vector));
const keysOf = (algorithm: string, observation: Observation, values: Values = {}, optimizer: Optimizer = ['sgd']): readonly FrameKey[] =>
  framesOf(partsWith(algorithm, values), choose(optimizers, ...optimizer), observation).map(({ key }) => key);

describe.each(Object.keys(algorithms))('a step of %s', (algorithm) => {
  it('has frames whose every number is there, which begin where it stands and end with the step', async () => {
    for (const observation of await observed(algorithm)) {
      const frames = framesOf(partsWith(algorithm, {}), choose(optimizers, 'sgd'), observation);
      const keys = frames.map(({ key }) => key);
      expect(keys).toContain('step');
      expect(keys.length).toBeGreaterThanOrEqual(2);
      expect(keys.filter((key) => key === 'gradient')).toHaveLength(anatomyOf(algorithm).heading.asksGradient ? 1 : 0);
      for (const { title, caption, numbers, values } of frames) {
        expect(title).not.toBe('');
        expect(caption.split(/\s+/).length, caption).toBeLessThanOrEqual(12);
        for (const name of numbers.flatMap(namesIn)) expect(values[name], `${title}: ${name}`).toSatisfy(Number.isFinite);
      }
    }
  });

  it('goes from w to w − ηu, by the arrow and the loss that are shown', async () => {
    for (const { numbers, arrows, params, next, lossAt } of await observed(algorithm)) {
      const move = next.map((value, index) => value - (params[index] as number));
      expect(numbers.stepNorm).toBeCloseTo(length(move), 12);
      // Some steps have a term past the optimizer, or an optimizer of their own.
      if (!['wsam', 'bsam', 'lookahead'].includes(algorithm)) expect(numbers.stepNorm).toBeCloseTo(ETA * Number(numbers.updateNorm), 12);
      expect(numbers.lossAfter).toBeCloseTo(await lossAt(next), 12);
      const shown = arrows.find(({ frame }) => frame === 'step');
      expect(shown?.length).toBeCloseTo(length(move), 12);
      expect(Math.hypot(...(shown?.by ?? []))).toBeLessThanOrEqual(length(move) * (1 + 1e-9));
    }
  });

  it('climbs by ρ in its own ball, to the loss that is shown', async () => {
    const steps = await observed(algorithm);
    for (const { numbers, happened } of steps.filter((one) => one.happened.includes('climb'))) {
      // A mask comes after the ball; ESAM's is scaled up for the weights it drops.
      if (['swp', 'fisher', 'dynamic', 'only-norms'].includes(partsWith(algorithm, {}).mask.kind) || !isMeasured(algorithm)) continue;
      expect(numbers.ballLength).toBeCloseTo(Number(numbers.radius), 9);
      expect(happened).toContain('perturbed');
      expect(numbers.lossPerturbed).toSatisfy(Number.isFinite);
    }
    if (partsWith(algorithm, {}).gate.kind === 'window') return;
    expect(steps.some(({ happened }) => happened.includes('climb'))).toBe(
      anatomyOf(algorithm).descent.climbs && anatomyOf(algorithm).gate.climbs,
    );
  });
});

describe('an observed step', () => {
  it('of SGD has two frames, and lies on a line', async () => {
    const [first] = await observed('sgd');
    expect(keysOf('sgd', first as Observed)).toEqual(['gradient', 'step']);
    expect(first?.spannedBy).toEqual(['Δw']);
    expect(first?.numbers.gradNorm).toBeCloseTo(length(first?.clean ?? []), 12);
  });

  it('of SAM has four, in the plane of ε and the step, with ε along g and ‖ε‖ = ρ', async () => {
    const [first] = await observed('sam', 1, { rho: 0.3 });
    expect(keysOf('sam', first as Observed)).toEqual(['gradient', 'climb', 'perturbed', 'step']);
    expect(first?.spannedBy).toEqual(['ε', 'Δw']);
    const { arrows = [], numbers = {} } = first ?? {};
    const [g, epsilon, up, move] = ['g', 'ε', 'ĝ', 'Δw'].map((symbol) => arrows.find((arrow) => arrow.symbol === symbol));
    expect(numbers.perturbNorm).toBeCloseTo(0.3, 12);
    expect(epsilon?.by).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0, 12)]);
    expect(g?.by[0]).toBeCloseTo(length(first?.clean ?? []), 12);
    expect(up?.from).toEqual(epsilon?.by);
    // In the plane of the step, ĝ and the step are the same direction turned round.
    expect(move?.by[0]).toBeCloseTo(-ETA * (up?.by[0] ?? 0), 12);
    expect(move?.by[1]).toBeCloseTo(-ETA * (up?.by[1] ?? 0), 12);
    const top = (first?.params ?? new Float64Array()).map(
      (value, index) => value + (0.3 * (first?.clean[index] ?? 0)) / length(first?.clean ?? []),
    );
    expect(numbers.lossPerturbed).toBeCloseTo((await first?.lossAt(top)) ?? 0, 9);
  });

  it('of BiSAM shows its own climb beside the one on the loss, of the same length, and the angle between them', async () => {
    const [first] = await observed('bisam-log', 1, { rho: 0.3 });
    const ghost = first?.arrows.find(({ isGhost }) => isGhost);
    const own = first?.arrows.find(({ frame, isGhost }) => frame === 'climb' && !isGhost);
    expect(ghost?.length).toBeCloseTo(0.3, 9);
    expect(own?.length).toBeCloseTo(0.3, 9);
    expect(first?.spannedBy).toEqual(['ε', 'ε of the loss']);
    const cosine = Number(first?.numbers.lossCosine);
    expect(cosine).toBeGreaterThan(-1);
    expect(cosine).toBeLessThan(0.999);
    expect((ghost?.by[0] ?? 0) / 0.3).toBeCloseTo(cosine, 9);
    const lines = framesOf(partsWith('bisam-log', {}), choose(optimizers, 'sgd'), first as Observed).find(({ key }) => key === 'climb');
    expect(lines?.numbers.at(-1)).toContain('@lossCosine');
  });

  it('says why a climb is skipped, with the numbers of the gate', async () => {
    const adaptive = await observed('ae-sam', 12);
    const closed = adaptive.filter(({ happened }) => happened.includes('closed'));
    const open = adaptive.filter(({ happened }) => happened.includes('open'));
    expect(closed.length).toBeGreaterThan(0);
    expect(open.length).toBeGreaterThan(0);
    for (const { numbers } of closed) expect(numbers.sqGradNorm).toBeLessThan(Number(numbers.threshold));
    for (const { numbers, clean } of open) {
      expect(numbers.sqGradNorm).toBeGreaterThanOrEqual(Number(numbers.threshold));
      expect(numbers.sqGradNorm).toBeCloseTo(length(clean) ** 2, 12);
    }
    expect(keysOf('ae-sam', closed[0] as Observed)).toEqual(['gradient', 'closed', 'step']);

    for (const { numbers, happened } of await observed('ss-sam', 12)) {
      expect(numbers.probability).toBe(0.5);
      expect(happened.includes('climb')).toBe(Number(numbers.draw) < 0.5);
    }
    const every = await observed('looksam', 6, { k: 3 });
    expect(every.map(({ happened }) => happened.includes('climb'))).toEqual([true, false, false, true, false, false]);
    expect(every.map(({ numbers }) => numbers.remainder)).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('of LookSAM remembers g_v across g, and reuses it', async () => {
    const [first, second] = await observed('looksam', 2);
    expect(keysOf('looksam', first as Observed)).toEqual(['gradient', 'open', 'climb', 'perturbed', 'remember', 'step']);
    expect(keysOf('looksam', second as Observed)).toEqual(['gradient', 'closed', 'reuse', 'step']);
    const [kept, used] = [first, second].map((one) => one?.arrows.find(({ symbol }) => symbol === 'gᵥ'));
    expect(kept?.length).toBeCloseTo(Number(first?.numbers.gvNorm), 12);
    expect(used?.length).toBeCloseTo(kept?.length ?? 0, 12);
    // ε lies along g, so what is across g is across the first axis.
    expect(kept?.by[0]).toBeCloseTo(0, 9);
  });

  it('of mSAM splits, climbs once for every micro-batch, and averages', async () => {
    const [first] = await observed('msam', 1, { m: 3, rho: 0.3 });
    expect(keysOf('msam', first as Observed)).toEqual(['split', 'gradient', 'climb', 'perturbed', 'average', 'step']);
    const climbs = first?.arrows.filter(({ frame }) => frame === 'climb') ?? [];
    expect(climbs.map(({ symbol }) => symbol)).toEqual(['ε₁', 'ε₂', 'ε₃']);
    for (const climb of climbs) expect(climb.length).toBeCloseTo(0.3, 9);
    expect(first?.numbers).toMatchObject({ pieces: 3, samples: 12 });
  });

  it('of ESAM chooses weights and samples', async () => {
    const [first] = await observed('esam', 1);
    expect(keysOf('esam', first as Observed)).toEqual(['gradient', 'mask', 'climb', 'select', 'perturbed', 'step']);
    expect(first?.numbers).toMatchObject({ kept: 6, samples: 12, weights: tanhNetwork.layout.size });
    expect(first?.numbers.activeWeights).toBeGreaterThan(0);
    expect(first?.numbers.activeWeights).toBeLessThan(tanhNetwork.layout.size);
  });

  it('of GSAM takes away α times what g has across ĝ', async () => {
    const [first] = await observed('gsam', 1, { rhomax: 0.3, across: 0.5 });
    expect(keysOf('gsam', first as Observed)).toEqual(['gradient', 'climb', 'perturbed', 'descend', 'step']);
    const across = first?.arrows.find(({ symbol }) => symbol === 'g⊥');
    const { updateNorm, perturbedGradNorm, perpNorm } = first?.numbers ?? {};
    expect(across?.length).toBeCloseTo(Number(perpNorm), 12);
    // Pythagoras: ĝ and g⊥ are orthogonal.
    expect(Number(updateNorm) ** 2).toBeCloseTo(Number(perturbedGradNorm) ** 2 + (0.5 * Number(perpNorm)) ** 2, 9);
  });

  it('of the universal class looks around, at as many points as it pays for', async () => {
    const [first] = await observed('universal-sam', 1, { n: 3, pairs: true });
    expect(keysOf('universal-sam', first as Observed)).toEqual(['gradient', 'around', 'descend', 'step']);
    expect(first?.numbers.points).toBe(6);
    const [one, other] = first?.arrows.filter(({ frame }) => frame === 'around') ?? [];
    expect(other?.by).toEqual(one?.by.map((value) => expect.closeTo(-value, 12)));
  });

  it('of LETS ends with the radius before and after, which the next step has', async () => {
    const [first, second] = await observed('lets-sam', 2);
    expect(keysOf('lets-sam', first as Observed).at(-1)).toBe('learn');
    expect(first?.numbers.radiusAfter).not.toBe(first?.numbers.radius);
    expect(first?.numbers.radiusAfter).toBeCloseTo(Number(second?.numbers.radius), 12);
  });

  it('starts RSAM’s climb at a random point', async () => {
    const [first] = await observed('rsam', 1);
    expect(keysOf('rsam', first as Observed)).toEqual(['noise', 'gradient', 'climb', 'perturbed', 'step']);
    const [noise, gradient] = ['δ₀', 'g'].map((symbol) => first?.arrows.find((arrow) => arrow.symbol === symbol));
    expect(gradient?.from).toEqual(noise?.by);
  });

  it.each(['adam', 'adamw'])('is told in the words of %s where that steps', async (optimizer) => {
    const [first] = await observed('sam', 1, {}, [optimizer]);
    const frames = framesOf(partsWith('sam', {}), choose(optimizers, optimizer), first as Observed);
    expect(frames.at(-1)?.formula).toContain('\\sqrt{s}');
    expect(first?.numbers.stepNorm).toBeGreaterThan(0);
  });

  it('counts no gradient for having been observed', async () => {
    const cost = (seen: readonly Observed[]) => seen.map(({ evaluations }) => evaluations);
    expect(cost(await observed('bisam-log', 2))).toEqual([2, 2]);
    expect(cost(await observed('sgd', 2))).toEqual([1, 1]);
  });
});
