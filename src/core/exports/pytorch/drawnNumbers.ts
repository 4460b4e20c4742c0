/** Functions of a script that some parts need: the page's random numbers, losses sample by sample, and a ranking of weights. */
import { indented } from '../../sam/pythonCode';

type Lines = readonly string[];

/** The page's random numbers: `core/random.ts` and pure-rand's xoroshiro128+. */
export const STREAM: Lines = [
  'class Stream:',
  ...indented([
    '"""The page’s random numbers, by name and step."""',
    '',
    'def __init__(self, name, position):',
    ...indented([
      'def finalize(value):',
      '    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF',
      '    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF',
      '    return value ^ value >> 16',
      '',
      'mixed = 0x811C9DC5',
      'for letter in name:',
      '    mixed = (mixed ^ ord(letter)) * 0x01000193 & 0xFFFFFFFF',
      'for word in (SEED, SEED >> 32, position, position >> 32):',
      '    mixed = finalize(mixed ^ word & 0xFFFFFFFF) + 0x9E3779B9 & 0xFFFFFFFF',
      'mixed = finalize(mixed)',
      'self.s01, self.s00, self.s11, self.s10 = 0xFFFFFFFF, mixed ^ 0xFFFFFFFF, mixed, 0',
      'self.spare = None',
    ]),
    '',
    'def uniform(self):',
    ...indented([
      's01, s00, s11, s10 = self.s01, self.s00, self.s11, self.s10',
      'out = s00 + s10 & 0xFFFFFFFF',
      'a0, a1 = s10 ^ s00, s11 ^ s01',
      'self.s00 = (s00 << 24 ^ s01 >> 8 ^ a0 ^ a0 << 16) & 0xFFFFFFFF',
      'self.s01 = (s01 << 24 ^ s00 >> 8 ^ a1 ^ (a1 << 16 | a0 >> 16)) & 0xFFFFFFFF',
      'self.s10 = (a1 << 5 ^ a0 >> 27) & 0xFFFFFFFF',
      'self.s11 = (a0 << 5 ^ a1 >> 27) & 0xFFFFFFFF',
      'return out / 2**32',
    ]),
    '',
    'def normal(self):',
    ...indented([
      'if self.spare is not None:',
      '    value, self.spare = self.spare, None',
      '    return value',
      'radius = math.sqrt(-2 * math.log(1 - self.uniform()))',
      'angle = 2 * math.pi * self.uniform()',
      'self.spare = radius * math.sin(angle)',
      'return radius * math.cos(angle)',
    ]),
  ]),
];
export const DRAWN: Lines = [
  'def drawn(name, position, draw=Stream.normal):',
  ...indented([
    '"""A number for every weight."""',
    'stream = Stream(f"draw:{name}", position)',
    'return torch.tensor([draw(stream) for _ in range(SIZE)])',
  ]),
];
export const PER_SAMPLE: Lines = [
  'def per_sample(objective, logits, y):',
  ...indented(['return torch.stack([objective(logits[i : i + 1], y[i : i + 1]) for i in range(len(y))])']),
];
export const SAMPLE_LOSSES: Lines = [
  'def sample_losses(w, x, y):',
  ...indented(['with torch.no_grad():', '    return per_sample(loss_of, network(w, x), y)']),
];
export const HIGHEST: Lines = [
  'def highest(scores, among, count):',
  ...indented([
    '"""1 on the `count` weights of a set with the highest scores, ties to the lower index."""',
    'order = torch.where(among > 0, scores, -torch.inf).sort(descending=True, stable=True).indices[:count]',
    'return torch.zeros(SIZE).index_fill(0, order, 1.0)',
  ]),
];
