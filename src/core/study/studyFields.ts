/** What makes an experiment a study: settings that are varied, and how its results are chosen. */
import { choice, type Field } from '../settings/field';
import { MOST_AXES, MOST_VALUES, printAxes, readAxes } from './axis';

const LONGEST = 2000;

const vary: Field<string> = {
  default: '',
  label: 'Varied settings',
  help: `Up to ${MOST_AXES} settings with their values, which makes this a study: \`rho(.05,.1,.2)\`, \`rho(log,.05,.8,5)\`, \`lin\` and \`draw\` likewise; ${MOST_VALUES} values of one at most.`,
  live: true,
  isPlainInLinks: true,
  control: { kind: 'text', longest: LONGEST },
  parse(text) {
    if (text.length > LONGEST) return { illegal: `it has ${text.length} characters, of which ${LONGEST} are the most` };
    const read = readAxes(text);
    return 'illegal' in read ? read : { value: printAxes(read.axes) };
  },
  print: (value) => value,
};

export const studyFields = {
  vary,
  choose: choice({
    label: 'Result of a training',
    help: 'The last measurement, or the one with the highest accuracy on the validation samples, where the data have some.',
    default: 'last',
    live: true,
    options: [
      { value: 'last', label: 'last measurement' },
      { value: 'best', label: 'best on validation' },
    ],
  }),
} as const;
