import { expect, it } from 'vitest';
import { costToReach } from '../../../src/core/metrics/costToReach';
import { historyOf, tickOf } from './histories';

const rising = (by: number) => (step: number) => 50 + by * step;

it('is what the first measurement at the goal had cost, also when accuracy falls again', () => {
  const history = historyOf(tickOf('r1', 1, [0, 10, 20, 30], (step) => (step === 30 ? 0 : rising(1)(step))));
  expect(costToReach(history, 'r1', 60)).toEqual({ step: 10, evals: 20, seconds: 0.1 });
  expect(costToReach(history, 'r1', 50)?.step).toBe(0);
});

it('looks at the mean over seeds', () => {
  const history = historyOf(tickOf('r1', 1, [0, 10, 20], rising(2)), tickOf('r1', 2, [0, 10, 20], rising(0)));
  expect(costToReach(history, 'r1', 65)?.step).toBe(20);
});

it('is null where the goal was not reached, or nothing was measured', () => {
  const history = historyOf(tickOf('r1', 1, [0, 10], rising(1)));
  expect(costToReach(history, 'r1', 61)).toBeNull();
  expect(costToReach(history, 'r2', 1)).toBeNull();
});
