/** The playground as a section of an experiment: no loss, or one of them with what is set there. */
import type { ChosenFrom, Entry } from '../settings/entry';
import { planeLosses } from './planeLosses';
import { playFields } from './playFields';

export type PlaneLossName = keyof typeof planeLosses;
type PlayEntry = Entry & { readonly fields: ReturnType<typeof playFields> };

const played = Object.fromEntries(
  Object.entries(planeLosses).map(([name, loss]) => {
    const { label, help, formula, start } = loss;
    const source = 'source' in loss ? { source: loss.source } : {};
    return [name, { label, help: `L(x, y) = ${formula}. ${help}`, ...source, fields: playFields(start) }];
  }),
) as Record<PlaneLossName, PlayEntry>;

export const valleys = {
  off: { label: 'none', help: 'The page trains networks.', fields: {} },
  ...played,
} as const;

/** The one that is opened where none is named. */
export const FIRST_VALLEY = 'two' satisfies PlaneLossName;

export type ValleyChoice = ChosenFrom<typeof valleys>;
/** With a loss in it. */
export type Valley = Exclude<ValleyChoice, { readonly kind: 'off' }>;

export const isValley = (choice: ValleyChoice): choice is Valley => choice.kind !== 'off';
