/** The universal class as Python: φ and ψ are differentiated by PyTorch, the losses' gradients are the passes'. */
import type { Measure } from '../part';
import type { Psi } from './sharpnessFunctions';
import type { Sharpness } from './universalRule';

const psiInPython: Readonly<Record<Psi, string>> = {
  identity: 'd',
  square: 'd.square()',
  'exp-half': '(-d.clamp(-30, 30) / 2).exp()',
  exp: '(-d.clamp(-30, 30)).exp()',
};

function drawing(measure: Measure, name: string): string {
  switch (measure.kind) {
    case 'normal':
      return `drawn(${name}, step)`;
    case 'sphere':
      return `F.normalize(drawn(${name}, step), dim=0)`;
    case 'signs':
      return `drawn(${name}, step, lambda from_: -1.0 if from_.uniform() < 0.5 else 1.0)`;
    case 'cube':
      return `drawn(${name}, step, lambda from_: ${measure.half} * (2 * from_.uniform() - 1))`;
  }
}

/** From `w`, `x`, `y` and `rho` to `u`, `loss` and `norm`. */
export function sharpnessInPython({ components, sets, phi, lambda, gradscale, antithetic }: Sharpness): readonly string[] {
  const of = (index: number) => `s[${index}]`;
  const clamped = `${of(0)}.clamp(min=1e-12)`;
  const weighted = components.map(({ weight }, index) => `${weight} * ${of(index)}`).join(' + ');
  const outer = {
    identity: of(0),
    'inverse-square': `1 / ${clamped}.square()`,
    'minus-two-log': `-2 * ${clamped}.log()`,
    'two-variance': `2 * (${of(0)} - ${components.length > 1 ? of(1) : '0.0'} ** 2)`,
    sum: weighted,
    product: components.map((_, index) => of(index)).join(' * '),
  }[phi];
  const directions = sets.map(({ measure, count, drawnAs }) =>
    measure.kind === 'gradient' ? '[g / (g.norm() + 1e-12)]' : `[${drawing(measure, `f"v:${drawnAs}:{i}"`)} for i in range(${count})]`,
  );
  return [
    '# The universal class (arXiv:2406.03682)',
    'g, loss = gradient(loss_of, w, x, y)',
    'norm = g.norm()',
    'rises, slopes_of = [], []',
    `for vectors, reach in [${directions.map((one, index) => `(${one}, ${sets[index]?.reach ?? 1})`).join(', ')}]:`,
    `    points = [sign * rho * reach * v for v in vectors for sign in ${antithetic ? '(1, -1)' : '(1,)'}]`,
    '    passes = [gradient(loss_of, w + point, x, y) for point in points]',
    '    rises.append(torch.tensor([(there - loss) / (rho * reach) ** 2 for _, there in passes], requires_grad=True))',
    '    slopes_of.append([(own - g) / reach ** 2 for own, _ in passes])',
    `s = [${components.map(({ psi, set }) => `(lambda d: ${psiInPython[psi]})(rises[${set}]).mean()`).join(', ')}]`,
    `pulls = torch.autograd.grad(${outer}, rises, allow_unused=True)`,
    'regularizer = sum(',
    '    pull * slope for some, of_set in zip(pulls, slopes_of) if some is not None for pull, slope in zip(some, of_set)',
    ')',
    `u = g + ${lambda}${gradscale === 'exact' ? ' / rho ** 2' : ''} * regularizer`,
  ];
}
