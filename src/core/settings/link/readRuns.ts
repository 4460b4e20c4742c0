/**
 * Reading the list of runs: `sgd,sam(rho=.2),bisam-log(rho=.4,mu=2)`.
 *
 * A run's settings are separated by commas, which no field prints (lists print `50;100;150`); a comma outside
 * parentheses begins another run. A semicolon before `key=` is taken for a comma.
 */
import { slotRegistry, partsBySlot } from '../../sam/partChoices';
import { algorithms } from '../../sam/recipes';
import { slotNames } from '../../sam/slotNames';
import { entryOf } from '../entry';
import { MOST_RUNS, runFields, type RunSettings } from '../experiment';
import { percentDecoded, plainWord, visible } from '../invisible';
import { trainingFields } from '../trainingFields';
import type { LinkNotices } from './notice';
import { readField, readKind, readValues, taken } from './reading';
import { NO_RUNS } from './statement';
import { suggestion } from './suggestion';
import { partsIn, startIn } from './versions';
import { type Word, wordsIn } from './words';

/** The runs a word lists, or `usual` where it lists none that can be read. Their ids are given by position. */
export function readRuns(
  notices: LinkNotices,
  word: Word | undefined,
  usual: readonly RunSettings[],
  version: number,
): readonly RunSettings[] {
  if (word === undefined) return usual;
  if (word.text.trim().toLowerCase() === NO_RUNS) return [];
  const runs = piecesOf(withParentheses(word.text)).flatMap((piece) => readRun(notices, word.key, piece, version) ?? []);
  if (runs.length === 0) {
    notices.add('illegal', word.key, word.given, 'names no known algorithm, so those of the preset are used');
    return usual;
  }
  if (runs.length > MOST_RUNS) {
    notices.add('clamped', word.key, word.given, `lists ${runs.length} runs, of which the first ${MOST_RUNS} are kept`);
  }
  return runs.slice(0, MOST_RUNS).map((run, index) => ({ ...run, id: `r${index + 1}` }));
}

/** The list as it was written, where it was percent-encoded once more than it should. */
function withParentheses(text: string): string {
  return text.includes('(') || !/%(28|2c|3d)/i.test(text) ? text : visible(percentDecoded(text) ?? text);
}

function readRun(notices: LinkNotices, key: string, piece: string, version: number): RunSettings | undefined {
  const [, name = piece, settings = '', end] = /^([^()]*)(?:\(([^()]*)(.*))?$/s.exec(piece) ?? [];
  const algorithm = plainWord(name).toLowerCase();
  if (!Object.hasOwn(algorithms, algorithm)) {
    notices.add('unknown', key, piece, 'names no known algorithm and was left out', suggestion(algorithm, Object.keys(algorithms)));
    return undefined;
  }
  if (end === '') notices.add('illegal', key, piece, 'has no closing parenthesis; the link may have been cut');
  else if (end !== undefined && end.trim() !== ')')
    notices.add('illegal', key, piece, 'has something after its settings, which was ignored');

  const pieces = settings.split(/,|;(?=[^;,=]*=)/);
  const words = wordsIn(pieces, notices, (given) => `${algorithm}(${given.trim()})`);
  const reading = { words, notices };
  const own = partsIn(version, algorithm);
  // All kinds first: a word such as `mask` is taken before a field of that name could be.
  const kinds = new Map(
    slotNames.map((slot) => [slot, readKind(reading, slot, `part for ${slot}`, Object.keys(slotRegistry(slot)), own[slot].kind)]),
  );
  const parts = partsBySlot((slot) => {
    const kind = kinds.get(slot) ?? own[slot].kind;
    return { kind, values: readValues(reading, entryOf(slotRegistry(slot), kind).fields, startIn(version, own, slot, kind).values) };
  });
  const rate = taken(reading, 'lr');
  const learningRate = (rate && readField(notices, trainingFields.lr, rate)) ?? null;
  const factor = taken(reading, 'length');
  const length = (factor && readField(notices, runFields.length, factor)) ?? 1;
  const called = taken(reading, 'name');
  const runName = (called && readField(notices, runFields.name, called)) || undefined;

  const known = ['lr', 'length', 'name', ...slotNames, ...slotNames.flatMap((slot) => Object.keys(parts[slot].values))];
  for (const word of words.values()) {
    if (word.key === 'steps' || word.key === 'epochs') {
      notices.add('unknown', word.key, word.given, 'was ignored: a run’s own length is a multiple of the group’s, as `length=2`');
      continue;
    }
    const owner = ownerOf(word.key);
    if (owner) notices.add('unknown', word.key, word.given, `was ignored, as only \`${owner}\` has this setting`);
    else notices.add('unknown', word.key, word.given, 'is unknown and was ignored', suggestion(word.key, known));
  }
  return {
    id: '',
    algorithm,
    parts,
    learningRate,
    ...(length === 1 ? {} : { length }),
    ...(runName === undefined ? {} : { name: runName }),
  };
}

/** The part that has a field `key`, as a link would choose it. */
function ownerOf(key: string): string | undefined {
  for (const slot of slotNames) {
    const owner = Object.entries(slotRegistry(slot)).find(([, { fields }]) => Object.hasOwn(fields, key));
    if (owner) return `${slot}=${owner[0]}`;
  }
  return undefined;
}

/** Cuts at commas outside parentheses. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (character === '(') depth++;
    if (character === ')') depth = Math.max(0, depth - 1);
    if (character !== undefined && (character !== ',' || depth > 0)) continue;
    const piece = text.slice(start, index).trim();
    if (piece !== '') pieces.push(piece);
    start = index + 1;
  }
  return pieces;
}
