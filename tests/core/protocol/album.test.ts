import { expect, it } from 'vitest';
import type { Boundary } from '../../../src/core/protocol/views';
import { type Album, MOST_PICTURES, pictureNear, pictureSteps, rewoundPictures, withPictures } from '../../../src/core/protocol/album';

const picture = (step: number, member = 'r1/1'): Boundary => ({
  member,
  step,
  size: 1,
  extent: [0, 1, 0, 1],
  winners: Uint8Array.of(step % 7),
  confidence: Uint8Array.of(9),
});
const album = (steps: readonly number[], start: Album = new Map()) =>
  steps.reduce((all, step) => withPictures(all, [picture(step)]), start);
const count = (length: number, by = 1) => Array.from({ length }, (_, index) => by * index);

it('keeps all pictures while they are few, as they were drawn', () => {
  const drawn = picture(40);
  const kept = withPictures(album([0, 20]), [drawn]);
  expect(pictureSteps(kept)).toEqual([0, 20, 40]);
  expect(pictureNear(kept, 'r1/1', 33)).toBe(drawn);
});

it('keeps a bounded number of an endless run, evenly spaced from its start', () => {
  const steps = pictureSteps(album(count(10_000, 5)));
  expect(steps.length).toBeGreaterThan(MOST_PICTURES / 2);
  expect(steps.length).toBeLessThanOrEqual(MOST_PICTURES);
  const gaps = new Set(steps.slice(1).map((step, index) => step - (steps[index] as number)));
  expect(gaps.size).toBe(1);
  expect(steps[0]).toBe(0);
});

it('leaves out a step that is said again', () => {
  expect(pictureSteps(album([0, 10, 10, 5, 20]))).toEqual([0, 10, 20]);
});

it('finds the nearest, the newest among them, and none of a stranger', () => {
  const kept = album([0, 100, 200]);
  expect(pictureNear(kept, 'r1/1', 140)?.step).toBe(100);
  expect(pictureNear(kept, 'r1/1', 1e9, picture(230))?.step).toBe(230);
  expect(pictureNear(kept, 'r2/1', 0)).toBeUndefined();
});

it('forgets what came after a snapshot and goes on from there', () => {
  const back = rewoundPictures(album([0, 100, 200]), () => 150);
  expect(pictureSteps(album([160], back))).toEqual([0, 100, 160]);
});
