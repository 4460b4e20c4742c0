/** The laws of scopes, for any backend. */
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../src/core/tensor/tensor';
import { normalTensor } from '../core/tensor/randomTensors';

export function describeOwnership(name: string, opened: () => Backend): void {
  describe(`scopes on ${name}`, () => {
    it('free what is not returned, and keep what is, wherever it hides', async () => {
      const backend = opened();
      const before = backend.tensorCount();
      const kept = backend.scope(() => {
        const x = normalTensor(backend, 'x', [4]);
        const dropped = x.mul(2).add(x);
        return { state: [{ momentum: dropped.sum() }, 3, null], name: 'sgd', x };
      });
      expect(backend.tensorCount()).toBe(before + 2);
      expect(Number.isFinite((await backend.read(kept.x))[3])).toBe(true);
      backend.free(kept);
      expect(backend.tensorCount()).toBe(before);
    });

    it('stay open across a read', async () => {
      const backend = opened();
      const before = backend.tensorCount();
      const kept = await backend.scopeAsync(async () => {
        const norm = normalTensor(backend, 'x', [4]).norm();
        const [value] = await backend.read(norm);
        return norm.mul(value as number);
      });
      expect(backend.tensorCount()).toBe(before + 1);
      backend.free(kept);
    });

    it('free everything when the work throws', async () => {
      const backend = opened();
      const before = backend.tensorCount();
      expect(() => backend.scope(() => normalTensor(backend, 'x', [4]).add(1).reshape([3]))).toThrow('reshape');
      await expect(backend.scopeAsync(async () => normalTensor(backend, 'x', [4]).add(1).reshape([3]))).rejects.toThrow('reshape');
      expect(backend.tensorCount()).toBe(before);
    });

    it('leak nothing over many steps, composed methods and new constants included', async () => {
      const backend = opened();
      let state = backend.scope(() => ({ params: normalTensor(backend, 'params', [30]) }));
      const before = backend.tensorCount();
      for (let step = 0; step < 60; step++) {
        const previous = state;
        state = await backend.scopeAsync(async () => {
          const gradient = previous.params.mul(1 + step / 7).tanh();
          const direction = gradient.div(gradient.norm().add(1e-12));
          const table = gradient.gatherRows([0, 1, 2, 3, 4, 5]).reshape([2, 3]);
          const extra = table.argMax().sum().add(table.greater(0).mean()).add(gradient.dot(direction));
          await backend.read(extra);
          return { params: previous.params.addScaled(direction, backend.scalar(-0.01 * step)).addScaled(gradient, -0.1) };
        });
        backend.free(previous);
      }
      expect(backend.tensorCount()).toBe(before);
      backend.free(state);
      expect(backend.tensorCount()).toBe(before - 1);
    });

    it('leave no hidden intermediate behind outside any scope', () => {
      const backend = opened();
      const x = normalTensor(backend, 'x', [6]);
      const table = normalTensor(backend, 'x', [2, 3]);
      const before = backend.tensorCount();
      const made = [x.norm(), x.dot(x), x.addScaled(x, 2), x.mean(), x.greater(0), x.equal(x), table.argMax(), x.gatherRows([1, 2])];
      expect(backend.tensorCount()).toBe(before + made.length);
      backend.free([made, x, table]);
      expect(backend.tensorCount()).toBe(before - 2);
    });
  });
}
