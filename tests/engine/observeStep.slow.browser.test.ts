import { describe, expect, it } from 'vitest';
import { runOf } from '../../src/core/settings/runs';
import { openBackend } from '../../src/engine/devices/openBackend';
import { createGroup } from '../../src/engine/group/group';
import { joinTicks } from '../../src/engine/training/joinTicks';
import { bisam, curves, finish, sam, sgd, states, tiny } from './groupExperiment';

describe.each(['wasm', 'webgpu-software'] as const)('looking inside steps on %s', (name) => {
  it('changes no bit of any run, alone or in company, and leaves nothing on the device', async () => {
    const { backend } = await openBackend(name);
    const start = backend.tensorCount();
    const runs = [sgd, sam, bisam, runOf('r4', 'ae-sam', { rho: 0.3 })];
    const experiment = tiny({ backend: name, runs, training: { steps: 8, every: 4 } });
    const [plain, observation] = [createGroup(backend, experiment), createGroup(backend, experiment)];
    const expected = await finish(plain, 4);
    const ticks = [];
    const seen: string[] = [];
    for (const watched of [undefined, 'r2/1', undefined, 'r4/1', 'r3/1', undefined, 'r1/1', undefined]) {
      const said = await observation.advance(1, () => {}, watched);
      ticks.push(...said.ticks);
      if (said.observed) {
        const { member, relief, numbers } = said.observed;
        seen.push(member.id);
        expect(relief?.losses.flat().every(Number.isFinite)).toBe(true);
        expect(numbers.stepNorm).toBeGreaterThan(0);
      }
    }
    expect(seen).toEqual(['r2/1', 'r4/1', 'r3/1', 'r1/1']);
    for (const { id } of runs) expect(curves(joinTicks(ticks), `${id}/1`)).toEqual(curves(expected.ticks, `${id}/1`));
    expect(await states(observation)).toEqual(await states(plain));
    plain.free();
    observation.free();
    expect(backend.tensorCount()).toBe(start);
  });
});
