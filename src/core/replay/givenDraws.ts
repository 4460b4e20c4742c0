import type { Layout } from '../models/layout';
import type { Batch } from '../sam/oracle';
import type { Draws } from '../sam/part';
import type { Backend } from '../tensor/tensor';
import type { TrajectoryDraws } from './trajectoryFile';

/** The draws a reference step gives, by the names parts ask for. Asking for one that is not given throws. */
export function givenDraws(draws: TrajectoryDraws, { size, tensors }: Layout, backend: Backend, sample: (index: number) => Batch): Draws {
  const given = <T>(value: T | undefined, name: string): T => {
    if (value === undefined) throw new Error(`replay: the step gives no draw “${name}”`);
    return value;
  };
  const flags = (name: string) => Array.from(given(draws.swpMask, name), Number);
  return {
    uniform: (name) => given(draws.u, name),
    vector(name) {
      if (name === 'z') return backend.tensor(given(draws.zs?.[0] ?? draws.z, name), [size]);
      if (name.startsWith('z:')) return backend.tensor(given(draws.zs?.[Number(name.slice(2))], name), [size]);
      const [, set, index] = /^v:(\d+):(\d+)$/.exec(name) ?? [];
      return backend.tensor(given(draws.v?.[Number(set)]?.[Number(index)], name), [size]);
    },
    scores(name) {
      const rows: Readonly<Record<string, readonly number[] | undefined>> = {
        maskScores: draws.maskScores,
        dropScores: draws.dropScores,
        growScores: draws.growScores,
      };
      return Float64Array.from(given(rows[name], name));
    },
    mask: (name) => backend.tensor(flags(name), [size]),
    tensorMask(name) {
      const kept = flags(name);
      return backend.tensor(
        tensors.flatMap((tensor, index) => new Array<number>(tensor.size).fill(kept[index] ?? Number.NaN)),
        [size],
      );
    },
    samples: (name) => given(draws.fisherIndices, name).map(sample),
  };
}
