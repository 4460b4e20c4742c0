/** Named algorithms, as choices of parts. A new algorithm is an entry here; what it does not name is each slot's first. */
import { choose, type Chosen, entryOf } from '../settings/entry';
import type { FieldValue } from '../settings/field';
import { slotNames, slots, type SlotName } from './slots';

export interface Recipe {
  readonly label: string;
  /** One sentence a lecturer could say. */
  readonly idea: string;
  /** The update in the paper's symbols, as TeX; typeset when the page is built. */
  readonly formula: string;
  readonly source: string;
  readonly bibtex: string;
  /** Parts by slot. */
  readonly parts: { readonly [S in SlotName]?: string };
  /** Values of parts' fields that this algorithm starts from. */
  readonly values?: Readonly<Record<string, FieldValue>>;
  /** Where its curves are drawn: the palette's slot, fixed for good so that colour means algorithm. */
  readonly color: string;
}

const FORET = `@inproceedings{foret2021sam,
  title={Sharpness-Aware Minimization for Efficiently Improving Generalization},
  author={Foret, Pierre and Kleiner, Ariel and Mobahi, Hossein and Neyshabur, Behnam},
  booktitle={International Conference on Learning Representations}, year={2021}, eprint={2010.01412}
}`;
const XIE = `@inproceedings{xie2024bisam,
  title={Improving SAM Requires Rethinking its Optimization Formulation},
  author={Xie, Wanyun and Latorre, Fabian and Antonakopoulos, Kimon and Pethick, Thomas and Cevher, Volkan},
  booktitle={International Conference on Machine Learning}, year={2024}, eprint={2407.12993}
}`;

export const recipes: Readonly<Record<string, Recipe>> = {
  sgd: {
    label: 'SGD',
    idea: 'Step against the gradient where you stand: the baseline everything else is compared with.',
    formula: 'w \\leftarrow w - \\eta\\,\\nabla L(w)',
    source: 'Robbins and Monro 1951, “A Stochastic Approximation Method”',
    bibtex: `@article{robbins1951sgd,
  title={A Stochastic Approximation Method},
  author={Robbins, Herbert and Monro, Sutton},
  journal={The Annals of Mathematical Statistics}, volume={22}, number={3}, pages={400--407}, year={1951}
}`,
    parts: { gate: 'never' },
    color: 'sgd',
  },
  sam: {
    label: 'SAM',
    idea: 'Climb to the worst point within distance ρ, take the gradient there, and step from where you stood.',
    formula: '\\varepsilon = \\rho\\,\\frac{g}{\\lVert g\\rVert},\\qquad w \\leftarrow w - \\eta\\,\\nabla L(w+\\varepsilon)',
    source: 'Foret, Kleiner, Mobahi and Neyshabur 2021, arXiv:2010.01412',
    bibtex: FORET,
    parts: {},
    color: 'sam',
  },
  'bisam-log': {
    label: 'BiSAM (−log)',
    idea: 'Let the adversary climb a lower bound of the error itself instead of the loss, then descend the loss.',
    formula:
      '\\varepsilon = \\rho\\,\\frac{\\nabla Q}{\\lVert \\nabla Q\\rVert},\\quad Q=\\tfrac1\\mu\\log\\sum_j e^{\\mu\\varphi(z_j-z_y)},\\quad \\varphi(x)=1-\\log(1+e^{\\gamma-x})',
    source: 'Xie, Latorre, Antonakopoulos, Pethick and Cevher 2024, arXiv:2407.12993',
    bibtex: XIE,
    parts: { ascent: 'bisam-log' },
    color: 'bisam-log',
  },
  'bisam-tanh': {
    label: 'BiSAM (tanh)',
    idea: 'BiSAM with a bound that saturates on both sides; with μα = 1 and small margins it draws on top of SAM.',
    formula:
      '\\varepsilon = \\rho\\,\\frac{\\nabla Q}{\\lVert \\nabla Q\\rVert},\\quad Q=\\tfrac1\\mu\\log\\sum_j e^{\\mu\\varphi(z_j-z_y)},\\quad \\varphi(x)=\\tanh(\\alpha x)',
    source: 'Xie, Latorre, Antonakopoulos, Pethick and Cevher 2024, arXiv:2407.12993',
    bibtex: XIE,
    parts: { ascent: 'bisam-tanh' },
    color: 'bisam-tanh',
  },
};

export type PartChoices = { readonly [S in SlotName]: Chosen };

/** The parts of a named algorithm with their starting values. Throws on a name that is not there. */
export function partsOf(algorithm: string): PartChoices {
  const recipe = Object.hasOwn(recipes, algorithm) ? recipes[algorithm] : undefined;
  if (!recipe) throw new Error(`no algorithm “${algorithm}”; known: ${Object.keys(recipes).join(', ')}`);
  const chosen = slotNames.map((slot) => {
    const kind = recipe.parts[slot] ?? (Object.keys(slots[slot])[0] as string);
    const { fields } = entryOf<(typeof slots)[SlotName][string]>(slots[slot], kind);
    const values = Object.fromEntries(Object.entries(recipe.values ?? {}).filter(([key]) => Object.hasOwn(fields, key)));
    return [slot, choose(slots[slot], kind, values)] as const;
  });
  return Object.fromEntries(chosen) as unknown as PartChoices;
}
