import { describe, expect, it } from 'vitest';
import { Blocks } from '../../../src/engine/graph/blocks';

const GRAIN = 64;
const blocksWithRoom = () => {
  const asked: number[] = [];
  return { blocks: new Blocks((numbers) => asked.push(numbers)), asked };
};

describe('ranges of a memory', () => {
  it('never overlap while they are in use, and end within the room that was asked for', () => {
    const { blocks, asked } = blocksWithRoom();
    let seed = 1;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const used: { at: number; size: number }[] = [];
    const wrong: unknown[] = [];
    for (let round = 0; round < 3000; round++) {
      if (random() < 0.52) {
        const size = 1 + Math.floor(300 * random());
        const at = blocks.take(size);
        if (used.some((other) => at < other.at + other.size && other.at < at + size) || at + size > Math.max(...asked)) wrong.push(round);
        used.push({ at, size });
      } else {
        const [block] = used.splice(Math.floor(random() * used.length), 1);
        if (block) blocks.release(block.at, block.size);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are used again for the same length', () => {
    const { blocks } = blocksWithRoom();
    const first = blocks.take(100);
    blocks.take(100);
    blocks.release(first, 100);
    expect(blocks.take(90)).toBe(first);
  });

  it('that lie beside each other become one before more room is asked for', () => {
    const { blocks, asked } = blocksWithRoom();
    const small = Array.from({ length: 16 }, () => blocks.take(GRAIN));
    for (const at of small.slice(0, 8)) blocks.release(at, GRAIN);
    expect(blocks.take(8 * GRAIN)).toBe(0);
    expect(Math.max(...asked)).toBe(16 * GRAIN);
    // At the end of what was ever used there is nothing to join with but what was never used.
    for (const at of small.slice(8)) blocks.release(at, GRAIN);
    expect(blocks.take(9 * GRAIN)).toBe(8 * GRAIN);
    expect(Math.max(...asked)).toBe(17 * GRAIN);
  });

  it('are as before where there is no more room', () => {
    const blocks = new Blocks((numbers) => {
      if (numbers > 2 * GRAIN) throw new Error('full');
    });
    blocks.take(GRAIN);
    expect(() => blocks.take(2 * GRAIN)).toThrow('full');
    expect(blocks.take(GRAIN)).toBe(GRAIN);
  });
});
