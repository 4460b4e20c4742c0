import { describe, expect, it } from 'vitest';
import {
  type Augmentation,
  augmentationRefusal,
  byteValues,
  DRAWN,
  drawPlacements,
  gatherImages,
  type PackedImages,
  unmoved,
} from '../../../src/core/datasets/augmentation';
import { augmentedReference } from './paddedReference';

const CIFAR: Augmentation = { crop: 4, mirror: true, cutout: 16 };
const at = { seed: 3, step: 7, count: 5, purpose: 'step' } as const;
const normalization = { scale: 1 / 255, mean: [0.4914, 0.4822, 0.4465], std: [0.2023, 0.1994, 0.201] };

function made(shape: readonly [number, number, number], count: number): PackedImages {
  const size = count * shape[0] * shape[1] * shape[2];
  return {
    bytes: Uint8Array.from({ length: size }, (_, index) => (index * 89 + (index >> 4) * 31) % 256),
    shape,
    values: byteValues({ ...normalization, mean: normalization.mean.slice(0, shape[2]), std: normalization.std.slice(0, shape[2]) }),
  };
}

describe('a mini-batch of packed images', () => {
  it.each([
    ['32 × 32 in colour, as for CIFAR', CIFAR, [32, 32, 3]],
    ['oblong and grey', { crop: 2, mirror: true, cutout: 3 }, [5, 8, 1]],
    ['mirrored only', { crop: 0, mirror: true, cutout: 0 }, [4, 3, 3]],
    ['cut only', { crop: 0, mirror: false, cutout: 5 }, [6, 7, 3]],
    ['nothing', { crop: 0, mirror: false, cutout: 0 }, [4, 4, 3]],
  ] as const)('has the bits of padding, cropping, mirroring, normalizing and cutting one after another: %s', (_, augmentation, shape) => {
    const images = made(shape, 6);
    const rows = [5, 0, 0, 3, 2];
    for (let step = 0; step < 20; step++) {
      const placements = drawPlacements(augmentation, shape, { ...at, step });
      const own = { ...normalization, mean: normalization.mean.slice(0, shape[2]), std: normalization.std.slice(0, shape[2]) };
      const expected = augmentedReference(images.bytes, shape, own, rows, placements);
      expect([...gatherImages(images, rows, placements)]).toEqual(expected);
    }
  });

  it('is black where a shifted image ends, and 0 where it is cut', () => {
    const images: PackedImages = {
      bytes: new Uint8Array(16).fill(255),
      shape: [4, 4, 1],
      values: byteValues({ scale: 1, mean: [100], std: [5] }),
    };
    const shifted = gatherImages(images, [0], { padding: 1, cutout: 0, draws: Uint16Array.of(0, 1, 0, 0, 0) });
    expect([...shifted.subarray(0, 8)]).toEqual([-20, -20, -20, -20, 31, 31, 31, 31]);
    const cut = gatherImages(images, [0], { padding: 0, cutout: 2, draws: Uint16Array.of(0, 0, 0, 1, 2) });
    expect([...cut.subarray(0, 8)]).toEqual([0, 0, 31, 31, 31, 31, 31, 31]);
  });

  it('is the images themselves where nothing was drawn', () => {
    const images = made([4, 4, 3], 3);
    const expected = [...images.bytes.subarray(96, 144)].map((byte, index) => images.values[256 * (index % 3) + byte]);
    expect([...gatherImages(images, [2], unmoved(1))]).toEqual(expected);
  });
});

describe('draws', () => {
  const shape = [32, 32, 3];
  const column = (draws: Uint16Array, place: number) => [...draws].filter((_, index) => index % DRAWN === place);

  it('are a function of seed, step and purpose, and of nothing else', () => {
    const { draws } = drawPlacements(CIFAR, shape, at);
    expect(drawPlacements(CIFAR, shape, at).draws).toEqual(draws);
    for (const other of [{ seed: 4 }, { step: 8 }, { purpose: 'validation' }] as const)
      expect(drawPlacements(CIFAR, shape, { ...at, ...other }).draws).not.toEqual(draws);
  });

  it('of one kind do not depend on whether another is on', () => {
    const all = drawPlacements(CIFAR, shape, at).draws;
    for (const [part, places] of [
      [{ crop: 4 }, [0, 1]],
      [{ mirror: true }, [2]],
      [{ cutout: 16 }, [3, 4]],
    ] as const) {
      const { draws } = drawPlacements({ crop: 0, mirror: false, cutout: 0, ...part }, shape, at);
      for (const place of places) expect(column(draws, place)).toEqual(column(all, place));
    }
  });

  it('are uniform over all crops, half mirrored, half cut with corners from −8 to 23', () => {
    const { draws } = drawPlacements(CIFAR, shape, { ...at, count: 20_000 });
    for (const place of [0, 1]) {
      const counts = Array.from({ length: 9 }, (_, top) => column(draws, place).filter((own) => own === top).length);
      expect(counts.reduce((sum, own) => sum + own)).toBe(20_000);
      // 2,222 each, standard deviation 44.
      for (const count of counts) expect(Math.abs(count - 20_000 / 9)).toBeLessThan(220);
    }
    const mirrored = column(draws, 2).filter((own) => own === 1).length;
    const ends = column(draws, 3).filter((own) => own > 0);
    for (const count of [mirrored, ends.length]) expect(Math.abs(count - 10_000)).toBeLessThan(360);
    const corners = new Set(ends.map((end) => end - 16));
    expect([Math.min(...corners), Math.max(...corners), corners.size]).toEqual([-8, 23, 32]);
  });
});

describe('refused', () => {
  it('is augmenting what is no image, and a square larger than the image, in one sentence', () => {
    expect(augmentationRefusal({ crop: 1, mirror: false, cutout: 0 }, [2])).toMatch(/are for images.*\[2\]/);
    expect(augmentationRefusal({ crop: 0, mirror: false, cutout: 29 }, [28, 28, 1])).toMatch(
      /29 × 29 cannot be cut out of images of 28 × 28/,
    );
    expect(augmentationRefusal(CIFAR, [32, 32, 3])).toBeUndefined();
    expect(augmentationRefusal({ crop: 0, mirror: false, cutout: 0 }, [2])).toBeUndefined();
  });
});
