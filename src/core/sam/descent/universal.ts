/** The general part of the universal class on the page: up to four components, the first one's points shared unless a component draws its own. */
import { choice, type FieldMap, number, onOff, type ValuesOf } from '../../settings/field';
import { type DescentRule, part } from '../part';
import { gradscale, lambda } from './regularizerFields';
import { type Phi, type Psi, phis, psis } from './sharpnessFunctions';
import { type Component, type PointSet, pointsIn, type Sharpness, universalRule } from './universalRule';
import { sharpnessInPython } from './universalInPython';

type MeasureWord = 'normal' | 'sphere' | 'rademacher' | 'cube' | 'gradient';

const PLACES = ['', '₁', '₂', '₃', '₄'] as const;
const COUNTED = ['', 'first', 'second', 'third', 'fourth'] as const;
/** Components after the first. */
const FURTHER = [2, 3, 4] as const;
type Further = (typeof FURTHER)[number];

const AVERAGED = 'What is averaged over the directions.';
const psiOptions = Object.entries(psis).map(([value, { label }]) => ({ value: value as Psi, label }));

const measure = (place = '') =>
  choice<MeasureWord>({
    label: `Directions μ${place}`,
    help: 'Where the directions are drawn from.',
    default: 'normal',
    options: [
      { value: 'normal', label: 'standard normal' },
      { value: 'sphere', label: 'unit sphere' },
      { value: 'rademacher', label: 'random signs (Rademacher)' },
      { value: 'cube', label: 'cube' },
      { value: 'gradient', label: 'the gradient’s own direction' },
    ],
  });
const half = (place = '') =>
  number({
    label: `Half edge of the cube${place && ` of μ${place}`}`,
    help: 'Coordinates are uniform in plus and minus this.',
    default: 0.01,
    min: 1e-5,
    max: 10,
    scale: 'log',
  });
const count = (place = '') =>
  number({
    label: `Samples n${place}`,
    help: 'Directions drawn per step; each costs a gradient.',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
  });
const weight = (place: string) =>
  number({ label: `Weight c${place}`, help: 'Factor of this component’s average in the sum.', default: 1, min: -100, max: 100 });

/** Fields of a component after the first, as in links: `psi2`, `own2`, … */
function componentFields(j: Further) {
  const place = PLACES[j];
  return {
    psi: choice<Psi | 'none'>({
      label: `ψ of a ${COUNTED[j]} component`,
      help: AVERAGED,
      default: 'none',
      options: [{ value: 'none', label: 'none' }, ...psiOptions],
    }),
    weight: weight(place),
    own: onOff({
      label: `Its own directions μ${place}`,
      help: 'Draws directions for this component alone, which cost gradients of their own; otherwise it shares the first one’s.',
      default: false,
    }),
    measure: measure(place),
    half: half(place),
    n: count(place),
    reach: number({
      label: `Radius ρ${place} in multiples of ρ`,
      help: 'How far from w this component looks.',
      default: 1,
      min: 0.01,
      max: 100,
      scale: 'log',
    }),
  };
}
type ComponentValues = ValuesOf<ReturnType<typeof componentFields>>;

type Numbered<F extends FieldMap, J extends number> = { readonly [K in keyof F & string as `${K}${J}`]: F[K] };
function numbered<const J extends Further>(j: J): Numbered<ReturnType<typeof componentFields>, J> {
  return Object.fromEntries(Object.entries(componentFields(j)).map(([key, field]) => [`${key}${j}`, field])) as Numbered<
    ReturnType<typeof componentFields>,
    J
  >;
}

const fields = {
  lambda,
  gradscale,
  phi: choice<Phi>({
    label: 'φ',
    help: 'How the averages of all components become one number.',
    default: 'identity',
    options: Object.entries(phis).map(([value, { label }]) => ({ value: value as Phi, label })),
  }),
  psi: choice<Psi>({ label: 'ψ', help: AVERAGED, default: 'identity', options: psiOptions }),
  weight: weight(PLACES[1]),
  measure: measure(),
  half: half(),
  n: count(),
  pairs: onOff({
    label: 'Antithetic pairs',
    help: 'Uses v and −v together, for all components, which removes the slope from the estimate exactly.',
    default: false,
  }),
  ...numbered(2),
  ...numbered(3),
  ...numbered(4),
};
type Values = ValuesOf<typeof fields>;

const COMPONENT_KEYS = Object.keys(componentFields(2));

function componentValues(values: Values, j: Further): ComponentValues {
  return Object.fromEntries(COMPONENT_KEYS.map((key) => [key, values[`${key}${j}` as keyof Values]])) as ComponentValues;
}

/** Components after the first that count: those before the first `none`. */
function further(values: Values): readonly (ComponentValues & { readonly psi: Psi })[] {
  const all = FURTHER.map((j) => componentValues(values, j));
  const end = all.findIndex(({ psi }) => psi === 'none');
  return (end < 0 ? all : all.slice(0, end)) as readonly (ComponentValues & { readonly psi: Psi })[];
}

/** Sharpness that the fields describe. Throws nothing: every legal choice of values is one, sensible or not. */
export function sharpnessOf(values: Values): Sharpness {
  const sets: PointSet[] = [setOf(values, 1, 0)];
  const components: [Component, ...Component[]] = [{ psi: values.psi, set: 0, weight: values.weight }];
  for (const component of further(values)) {
    if (component.own) sets.push(setOf(component, component.reach, sets.length));
    components.push({ psi: component.psi, weight: component.weight, set: component.own ? sets.length - 1 : 0 });
  }
  const { phi, gradscale: scale, pairs } = values;
  return { components, sets, phi, lambda: values.lambda, gradscale: scale, antithetic: pairs };
}

function setOf(
  { measure: word, half: edge, n }: Pick<ComponentValues, 'measure' | 'half' | 'n'>,
  reach: number,
  drawnAs: number,
): PointSet {
  const kinds: Readonly<Record<MeasureWord, PointSet['measure']>> = {
    normal: { kind: 'normal' },
    sphere: { kind: 'sphere' },
    rademacher: { kind: 'signs' },
    cube: { kind: 'cube', half: edge },
    gradient: { kind: 'gradient' },
  };
  return { measure: kinds[word], count: n, reach, drawnAs };
}

export const universal = part<DescentRule>()({
  label: 'Universal class (φ, ψ, μ)',
  help: 'Adds the gradient of a sharpness measured at random points nearby; there is no adversary.',
  source: 'Tahmasebi et al. 2024, arXiv:2406.03682, algorithm 3',
  fields,
  hasEffect(key, values) {
    const known = further(values);
    const place = Number(/\d$/.exec(key)?.[0] ?? 1);
    // The first place that is free is offered, those after it are not.
    if (place > known.length + 2) return false;
    if (key.startsWith('psi')) return true;
    const own = place === 1 ? values : known[place - 2];
    if (!own) return false;
    if (key.startsWith('weight')) return values.phi === 'sum';
    if (place > 1 && !key.startsWith('own') && !known[place - 2]?.own) return false;
    if (key.startsWith('half')) return own.measure === 'cube';
    return !/^n\d?$/.test(key) || own.measure !== 'gradient';
  },
  traits(values) {
    const { phi, psi, pairs } = values;
    const known = further(values);
    const isIdle = FURTHER.slice(known.length).some((j) => componentValues(values, j).psi !== 'none');
    const [second] = known;
    const isOfOne =
      phi === 'two-variance' && psi === 'square' && second?.psi === 'identity' && !second.own && pointsIn(setOf(values, 1, 0), pairs) === 1;
    return ['random-directions', ...(isIdle ? (['idle-component'] as const) : []), ...(isOfOne ? (['variance-of-one'] as const) : [])];
  },
  contradiction(values) {
    const { label, takes, needsPositive } = phis[values.phi];
    const components = [{ psi: values.psi }, ...further(values)];
    const many = components.length;
    if (takes === 'two' && many !== 2)
      return `φ = ${label} takes two components, and there ${many === 1 ? 'is no second ψ' : `are ${many}`}.`;
    if (takes === 'one' && many > 1)
      return `φ = ${label} takes one component, and ${many} are chosen; the sum, the product and 2(s₁ − s₂²) take more.`;
    if (needsPositive && components.some(({ psi }) => !psis[psi].isPositive))
      return 'This φ needs a positive average, and the mean of D can be negative.';
    return undefined;
  },
  frames: {
    around: {
      title: 'Look around',
      caption: 'No adversary: how does the loss rise at random points?',
      formula: 'D(v) = \\frac{L(w+\\rho v)-L(w)}{\\rho^2}',
      numbers: '\\rho = @radius \\quad n = @points \\quad \\overline{L(w+\\rho v)} = @lossPerturbed',
    },
    descend: {
      title: 'Add the sharpness',
      caption: 'The gradient of the sharpness bends the plain gradient.',
      formula: 'u = g + \\lambda\\,\\nabla R',
      numbers:
        'R = @regularizer \\quad \\lambda = @lambda \\quad \\lVert\\nabla R\\rVert = @regGradNorm \\quad \\lVert u\\rVert = @updateNorm',
    },
  },
  records: ['regularizer', 'regGradNorm', 'innerAverage'],
  deviation: 'λ is that of the authors’ code, which leaves out a factor 1/ρ², unless the exact scale is chosen.',
  python: (values) => ({ instead: sharpnessInPython(sharpnessOf(values)) }),
  create: (values) => universalRule(sharpnessOf(values)),
});
