/** What sharpness-aware training is compared with besides plain descent: averages of weights, and Lookahead. */
import { citations } from './citations';
import type { Recipe } from './recipe';

export const baselines = {
  swa: {
    label: 'SWA',
    idea: 'Train plainly and judge the mean of the weights along the last stretch.',
    formula: 'a \\leftarrow a + \\tfrac1n\\,(w - a)',
    ...citations.swa,
    parts: { gate: 'never', average: 'swa' },
    color: 'grey',
  },
  ema: {
    label: 'EMA',
    idea: 'Train plainly and judge a moving average of the weights.',
    formula: 'a \\leftarrow d\\,a + (1-d)\\,w',
    ...citations.ema,
    parts: { gate: 'never', average: 'ema' },
    color: 'grey',
  },
  'swa-sam': {
    label: 'SAM + SWA',
    idea: 'Train with SAM and judge the mean of its weights along the last stretch.',
    formula: 'a \\leftarrow a + \\tfrac1n\\,(w - a),\\qquad w \\leftarrow w - \\eta\\,\\nabla L(w+\\varepsilon)',
    ...citations.swasam,
    parts: { average: 'swa' },
    color: 'blue',
  },
  lookahead: {
    label: 'Lookahead',
    idea: 'Every few plain steps, go part of the way back to where they started.',
    formula:
      '\\varphi \\leftarrow (1-\\alpha)\\,\\varphi + \\alpha\\,w,\\quad w \\leftarrow \\varphi \\quad\\text{every } k \\text{ steps}',
    ...citations.lookahead,
    parts: { gate: 'never', update: 'lookahead' },
    color: 'grey',
  },
} satisfies Record<string, Recipe>;
