/**
 * Everything measured in one group, by member: at full resolution, until it would be more than `most` numbers and older rows are
 * thinned. A value like its tables: `append` gives a new one. It knows metrics and horizontal axes; it knows nothing of runs' names,
 * colours or drawing.
 */
import { doubleAt } from '../numbers';
import type { MemberId } from '../protocol/member';
import type { MemberTick } from '../protocol/protocol';
import { type Block, columnOf, pickRows } from './block';
import type { SplitMetric, StepMetric } from './catalogue';
import { Table } from './columns';
import type { FrozenHistory } from './frozen';
import { madeOf } from './growing';

export type HorizontalAxis = 'steps' | 'epochs' | 'evals' | 'seconds';

export interface MemberHistory {
  readonly run: string;
  readonly seed: number;
  readonly steps: Table<StepMetric>;
  readonly measured: Table<SplitMetric>;
}

/** Numbers that a history keeps: 64 MiB, and about as much again as room to grow and for means. */
const MOST_NUMBERS = 2 ** 23;
/** Rows that every table may have, however many there are. */
const LEAST_ROWS = 4096;

/** Numbers that tables of so many columns together may hold. */
export const mostNumbers = (columns: number): number => Math.max(MOST_NUMBERS, LEAST_ROWS * columns);

export class History {
  /** @param most  numbers over all tables; rows are thinned where there are more, as far as `LEAST_ROWS` of each table. */
  constructor(
    private readonly byMember: ReadonlyMap<MemberId, MemberHistory> = new Map(),
    private readonly most = MOST_NUMBERS,
  ) {}

  /** Inverse of `frozen`; owns its arrays from now on. Throws where a table is not whole. */
  static thawed(members: FrozenHistory): History {
    return new History(
      new Map(
        members.map(({ id, run, seed, steps, measured }) => [
          id,
          { run, seed, steps: Table.thawed<StepMetric>(steps), measured: Table.thawed<SplitMetric>(measured) },
        ]),
      ),
    );
  }

  /** All that it is. Shares its memory. */
  frozen(): FrozenHistory {
    return this.members.map(({ id, run, seed, steps, measured }) => ({
      id,
      run,
      seed,
      steps: steps.frozen(),
      measured: measured.frozen(),
    }));
  }

  /** Members with at least one row, in the order they came. */
  get members(): readonly (MemberHistory & { readonly id: MemberId })[] {
    return [...this.byMember].map(([id, member]) => ({ id, ...member }));
  }

  member(id: MemberId): MemberHistory | undefined {
    return this.byMember.get(id);
  }

  /** Rows held, over all members and both tables. */
  get points(): number {
    let total = 0;
    for (const { steps, measured } of this.byMember.values()) total += steps.length + measured.length;
    return total;
  }

  /** How many single steps, or measurements, two thinned rows stand for where that is most; 1 where nothing is thinned. */
  thinning(table: 'steps' | 'measured'): number {
    return Math.max(1, ...[...this.byMember.values()].map((member) => member[table].thinning));
  }

  append(ticks: readonly MemberTick[]): History {
    if (ticks.length === 0) return this;
    const byMember = new Map(this.byMember);
    for (const { id, run, seed, steps, measured } of ticks) {
      const before = byMember.get(id) ?? { run, seed, steps: new Table<StepMetric>(), measured: new Table<SplitMetric>() };
      byMember.set(id, { ...before, steps: newer(before.steps, steps), measured: newer(before.measured, measured) });
    }
    return new History(bounded(byMember, this.most), this.most);
  }

  /** Forgets what a member did after `step` steps, for members that go back to a snapshot. */
  rewind(stepOf: (member: MemberId) => number): History {
    const rewound = [...this.byMember].map(([id, member]) => {
      const step = stepOf(id);
      const made = member.steps.column('step').findIndex((at) => at >= step);
      const measured = member.measured.column('step').findIndex((at) => at > step);
      const kept = {
        ...member,
        steps: made < 0 ? member.steps : member.steps.first(made),
        measured: measured < 0 ? member.measured : member.measured.first(measured),
      };
      return [id, kept] as const;
    });
    return new History(new Map(rewound), this.most);
  }

  /** The members of `run` alone, as members of a run that is called `as`. Shares their memory. */
  only(run: string, as: string): History {
    const own = [...this.byMember.values()].filter((member) => member.run === run);
    return new History(new Map(own.map((member) => [`${as}/${member.seed}`, { ...member, run: as }])));
  }

  /** With the members of another history, which has none of the same name. */
  with(other: History): History {
    return new History(new Map([...this.byMember, ...other.byMember]), this.most);
  }

  /** Without the members of `run`. */
  without(run: string): History {
    return new History(new Map([...this.byMember].filter(([, member]) => member.run !== run)), this.most);
  }
}

/** The members, their tables thinned where they hold more than `most` numbers together. */
function bounded(byMember: Map<MemberId, MemberHistory>, most: number): Map<MemberId, MemberHistory> {
  let columns = 0;
  for (const { steps, measured } of byMember.values()) columns += steps.width + measured.width;
  const rows = Math.max(LEAST_ROWS, Math.floor(most / columns));
  for (const [id, member] of byMember) {
    const [steps, measured] = [member.steps.thinned(rows), member.measured.thinned(rows)];
    if (steps !== member.steps || measured !== member.measured) byMember.set(id, { ...member, steps, measured });
  }
  return byMember;
}

/** Appends rows of later steps than the last; a worker that starts again from a snapshot may say the same row twice. */
function newer<M extends string>(table: Table<M | 'step'>, block: Block<M | 'step'>): Table<M | 'step'> {
  let last = table.last('step');
  const steps = columnOf(block, 'step') ?? new Float64Array(0);
  const kept: number[] = [];
  for (let row = 0; row < steps.length; row++) {
    const step = doubleAt(steps, row);
    if (step <= last) continue;
    last = step;
    kept.push(row);
  }
  return table.append(kept.length === block.rows ? block : pickRows(block, kept));
}

/** Where the rows of `member.measured` stand on an axis. */
export function measuredAxis(member: MemberHistory, axis: HorizontalAxis): Float64Array {
  return member.measured.column(axis === 'steps' ? 'step' : axis);
}

/**
 * Where the rows of `member.steps` stand on an axis, each step at its end. Other axes than steps are read off the
 * measurements, linearly between them, because single steps are not timed.
 */
export function stepAxis(member: MemberHistory, axis: HorizontalAxis): Float64Array {
  const done = endsOf(member.steps.column('step'));
  if (axis === 'steps') return done;
  return interpolate(done, member.measured.column('step'), member.measured.column(axis));
}

const endsOf = (steps: Float64Array) => madeOf(steps, 'ends', (step) => (row) => step(row) + 1);

/** Where a single step stands on an axis. */
export function positionOfStep(member: MemberHistory, step: number, axis: HorizontalAxis): number {
  if (axis === 'steps') return step;
  return doubleAt(interpolate(Float64Array.of(step), member.measured.column('step'), member.measured.column(axis)), 0);
}

/** The step at which a member stood there on an axis: the inverse of `positionOfStep`. NaN before its second measurement on other axes than steps. */
export function stepAt(member: MemberHistory, x: number, axis: HorizontalAxis): number {
  if (axis === 'steps') return x;
  return doubleAt(interpolate(Float64Array.of(x), member.measured.column(axis), member.measured.column('step')), 0);
}

/** `known` at `at` moved to `wanted`, linear in between and beyond the last two; both ascending. */
function interpolate(wanted: Float64Array, at: Float64Array, known: Float64Array): Float64Array {
  const out = new Float64Array(wanted.length);
  if (at.length === 0) return out.fill(Number.NaN);
  let right = 1;
  for (let index = 0; index < wanted.length; index++) {
    const position = doubleAt(wanted, index);
    while (right < at.length - 1 && doubleAt(at, right) < position) right++;
    const left = right - 1;
    const span = right < at.length ? doubleAt(at, right) - doubleAt(at, left) : 0;
    const slope = span > 0 ? (doubleAt(known, right) - doubleAt(known, left)) / span : 0;
    out[index] = doubleAt(known, left) + slope * (position - doubleAt(at, left));
  }
  return out;
}
