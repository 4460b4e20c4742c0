import { expect, it } from 'vitest';
import { datasetOf, datasets } from '../../src/core/datasets';
import { choose } from '../../src/core/settings/entry';
import { preparation } from '../../src/engine/group/batches';

it('a network sees a token as a row that is one at its number, and what fills up as zeros', () => {
  const dataset = datasetOf(choose(datasets, 'brackets', { pairs: 1, kinds: 1 }), 1);
  const seen = preparation(dataset, null)([1, 2, 0]);
  expect([...seen]).toEqual([0, 1, 0, 0, 0, 1, 0, 0, 0]);
});
