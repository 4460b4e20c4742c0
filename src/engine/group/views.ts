/** Views of a group beside its numbers: pictures, steps from the inside, and measurements on demand. */
import { type Exploration, runsOf } from '../../core/protocol/explorations';
import type { Boundary, ObservedStep, Landscape } from '../../core/protocol/views';
import { measureBetween } from './between';
import { boundaryOf } from './boundary';
import type { Exploring } from './exploring';
import { measureGradientNorms, type NormMeasurement } from './gradientNorms';
import { measureLossPlane, type Path, type PlaneMeasurement } from './lossPlane';
import { firstParams, type Member, type Shared } from './member';
import type { Seeds } from './seeds';
import { measureLandscape } from './landscape';
import { measureShake } from './shake';
import { measureSurface } from './surface';
import type { Trails } from './trails';
import { MOST_TOGETHER } from './lockstep';
import { computeTogether, readTogether, zipped } from './unread';

export interface Views {
  /** Pictures of the first seed's members; empty when the data is not in the plane. */
  boundaries(): Promise<readonly Boundary[]>;
  /** Gradient norms of a member at w as it is now; null when there is no such member or it has diverged. The group must not advance, nor lose the member, before the measurement was freed. */
  gradientNorms(member: string, batches: number): Promise<NormMeasurement | null>;
  /** The ground around the first seed of a run at w as it is now; null when there is no such run or it has diverged. */
  measureLandscape(run: string, beat?: () => void): Promise<Landscape | null>;
  /** The loss in the plane of the paths that the first seed's members have gone; null where those span no plane. Diverged ones are left out. */
  lossPlane(): Promise<PlaneMeasurement | null>;
  /** What the stage asks of the weights as they are now; null where a run it needs is gone or has diverged on every seed. */
  explore(asked: Exploration): Promise<Exploring | null>;
}

export interface ViewsSetup {
  readonly shared: Shared;
  readonly seeds: Seeds;
  readonly trails: Trails;
  /** Members that have not diverged, as they are now. */
  readonly active: () => readonly Member[];
  /** Waits until these are here, wherever their steps are made. */
  readonly home: (members: readonly Member[]) => Promise<void>;
  /** Radius of the ball that surfaces are measured around. */
  readonly commonRho: number;
}

export function createViews({ shared, seeds, trails, active, home, commonRho }: ViewsSetup): Views {
  const { backend, network } = shared;
  const company = { most: MOST_TOGETHER };
  return {
    async boundaries() {
      await home(active().filter(({ name }) => seeds.of(name.seed).grid));
      const drawn = active().flatMap((member) => {
        const { grid, data, splits } = seeds.of(member.name.seed);
        if (!grid) return [];
        const { params, statistics, owned } = member.judged(splits.train.chunks);
        const picture = boundaryOf(backend, network, params, statistics, grid, data.dataset.classes);
        return [{ member: member.name.id, step: member.step, picture, owned }];
      });
      const pictures = await computeTogether(
        backend,
        drawn.map(({ picture }) => picture),
        company,
      );
      backend.free(drawn.map(({ owned }) => owned));
      const seen = await readTogether(backend, pictures);
      return zipped(drawn, seen).map(([{ member, step }, picture]) => ({ member, step, ...picture }));
    },
    async gradientNorms(id, batches) {
      const member = active().find(({ name }) => name.id === id);
      if (member) await home([member]);
      return member ? measureGradientNorms(backend, network, member, batches) : null;
    },
    async measureLandscape(run, beat) {
      const member = active().find(({ name }) => name.run === run);
      if (!member) return null;
      await home([member]);
      const { splits } = seeds.of(member.name.seed);
      const { params, statistics, owned } = member.judged(splits.train.chunks);
      const seen = { name: member.name, step: member.step, params: () => params, statistics: () => statistics };
      try {
        return await measureLandscape(backend, network, seen, splits.probe, beat);
      } finally {
        backend.free(owned);
      }
    },
    async lossPlane() {
      const paths: Path[] = [];
      await home(active().filter(({ name }) => name.seed === seeds.first));
      for (const { name, step, params } of active().filter((member) => member.name.seed === seeds.first)) {
        const kept = trails.of(name.id).filter((point) => point.step < step);
        const here = step > 0 ? [{ step, weights: Float32Array.from(await backend.read(params())) }] : [];
        paths.push({ member: name, points: [...kept, ...here] });
      }
      return measureLossPlane(backend, network, seeds.of(seeds.first).splits.probe, firstParams(shared, seeds.first), paths);
    },
    async explore(asked) {
      const needed = runsOf(asked);
      await home(active().filter(({ name }) => needed.includes(name.run)));
      const seedsOf = (run: string) => active().filter(({ name }) => name.run === run);
      const seedOf = ({ name }: Member) => seeds.of(name.seed);
      if (asked.what === 'between') {
        const others = seedsOf(asked.to);
        const pairs = seedsOf(asked.from).flatMap((from) => {
          const to = others.find(({ name }) => name.seed === from.name.seed);
          return to ? [[from, to] as const] : [];
        });
        return pairs.length > 0 ? measureBetween(backend, network, pairs, seedOf, asked, company) : null;
      }
      const [first, ...rest] = seedsOf(asked.run);
      if (!first) return null;
      if (asked.what === 'surface') return measureSurface(backend, network, first, seedOf(first), asked, commonRho);
      return measureShake(backend, network, [first, ...rest], seedOf, asked, company);
    },
  };
}

/** Makes the next step of a member and looks at it. Returns the seconds that looking took, which are none of its own. */
export async function observeNext(
  { backend, network }: Shared,
  member: Member,
  seeds: Seeds,
): Promise<{ readonly observed: ObservedStep; readonly seconds: number }> {
  const { name, data, step: at } = member;
  const statistics = member.statistics();
  const { made, observation, relief, elsewhere, seconds } = await member.observe(data.batch(at));
  const started = performance.now();
  const { grid } = seeds.of(name.seed);
  const places = [['here', member.params()] as const, ['elsewhere', elsewhere] as const, ['next', made.next.params] as const];
  const pictures: ObservedStep['pictures'][number][] = [];
  for (const [place, params] of grid ? places : []) {
    if (!grid || !params) continue;
    const [drawn] = await readTogether(
      backend,
      await computeTogether(backend, [boundaryOf(backend, network, params, statistics, grid, data.dataset.classes)], { most: 1 }),
    );
    const picture = drawn as NonNullable<typeof drawn>;
    pictures.push({ at: place, member: name.id, step: at, ...picture });
  }
  backend.free(elsewhere);
  member.take(made);
  return {
    observed: { member: name, step: at, ...observation, relief, pictures },
    seconds: seconds + (performance.now() - started) / 1000,
  };
}
