import { describe, expect, it } from 'vitest';
import { commonRadius, USUAL_RADIUS } from '../../../src/core/metrics/sharedRadius';
import { runOf } from '../../../src/core/settings/runs';

describe('the common radius', () => {
  it('is the largest fixed one in the Euclidean ball', () => {
    expect(commonRadius([runOf('r1', 'sgd'), runOf('r2', 'sam', { rho: 0.1 }), runOf('r3', 'bisam-log', { rho: 0.4 })])).toBe(0.4);
  });

  it('is SAM’s usual one where there is none: no climb, another ball, a learned radius, a scale of smoothing, or zero', () => {
    const others = [runOf('r1', 'sgd'), runOf('r2', 'asam', { rho: 2 }), runOf('r3', 'lets-sam', { rho0: 1 }), runOf('r4', 'det-sam')];
    expect(commonRadius(others)).toBe(USUAL_RADIUS);
    expect(commonRadius([runOf('r1', 'sam', { rho: 0 })])).toBe(USUAL_RADIUS);
  });
});
