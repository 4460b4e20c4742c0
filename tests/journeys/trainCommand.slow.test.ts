import { expect, it } from 'vitest';
import { timeless, train } from '../scripts/runCommand';
import { SMALL } from './visit';

it('npm run train gives the same bits in Node as in a browser', async () => {
  const link = `${SMALL}&steps=60&algos=sgd,sam,bisam-log,lets-sam,ae-sam`;
  const [node, browser] = [await train(link), await train(link, '--browser')];
  expect([node.code, browser.code]).toEqual([0, 0]);
  expect(timeless(browser.out)).toBe(timeless(node.out));
});
