import { expect, it } from 'vitest';
import { timeless, train } from '../scripts/runCommand';
import { SMALL } from './visit';

it('npm run train gives the same bits in Node as in a browser', async () => {
  const link = `${SMALL}&steps=60&algos=sgd,sam,bisam-log,lets-sam,ae-sam`;
  const [node, browser] = [await train(link), await train(link, '--browser')];
  expect([node.code, browser.code]).toEqual([0, 0]);
  // Powers of doubles differ in the last digit between versions of V8 (LETS's η of ν shows it); what trains is float32.
  const singles = (json: string) =>
    JSON.stringify(JSON.parse(timeless(json)), (_, value: unknown) => (typeof value === 'number' ? Math.fround(value) : value));
  expect(singles(browser.out)).toBe(singles(node.out));
});
