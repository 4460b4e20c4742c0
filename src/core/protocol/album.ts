/** Pictures of the plane as they were drawn during training, so that somebody can go back to one: few enough for any run. */
import type { MemberId } from './member';
import type { Boundary } from './views';

/** The pictures of one member that are kept, by rising step. */
export interface KeptPictures {
  readonly kept: readonly Boundary[];
  /** One in so many of those that come is kept. */
  readonly stride: number;
  /** How many have come. */
  readonly seen: number;
}

export type Album = ReadonlyMap<MemberId, KeptPictures>;

/** Pictures kept per member: 20 kB each, so at most 5 MB with eight runs. */
export const MOST_PICTURES = 32;

/** Adds pictures. Where a member has too many, every second one is given up and from then on half as many are kept, so that they stay evenly spaced. */
export function withPictures(album: Album, pictures: readonly Boundary[]): Album {
  if (pictures.length === 0) return album;
  const next = new Map(album);
  for (const picture of pictures) next.set(picture.member, added(next.get(picture.member) ?? { kept: [], stride: 1, seen: 0 }, picture));
  return next;
}

function added({ kept, stride, seen }: KeptPictures, picture: Boundary): KeptPictures {
  // The same step again, after a pause or from a worker that took over.
  const last = kept.at(-1);
  if (last && picture.step <= last.step) return { kept, stride, seen };
  if (seen % stride !== 0) return { kept, stride, seen: seen + 1 };
  if (kept.length < MOST_PICTURES) return { kept: [...kept, picture], stride, seen: seen + 1 };
  return added({ kept: kept.filter((_, index) => index % 2 === 0), stride: 2 * stride, seen }, picture);
}

/** Without what a member drew after it stood at `step`. */
export function rewoundPictures(album: Album, stepOf: (member: MemberId) => number): Album {
  return new Map(
    [...album].map(([member, pictures]) => [member, { ...pictures, kept: pictures.kept.filter(({ step }) => step <= stepOf(member)) }]),
  );
}

/** The picture of a member that is nearest to a step, `newest` among them; undefined where there is none. */
export function pictureNear(album: Album, member: MemberId, step: number, newest?: Boundary): Boundary | undefined {
  const all = [...(album.get(member)?.kept ?? []), ...(newest ? [newest] : [])];
  return all.reduce<Boundary | undefined>(
    (best, picture) => (best && Math.abs(best.step - step) <= Math.abs(picture.step - step) ? best : picture),
    undefined,
  );
}

/** Steps at which there is a picture of any member, rising. */
export function pictureSteps(album: Album, newest: Iterable<Boundary> = []): readonly number[] {
  const steps = new Set([...album.values()].flatMap(({ kept }) => kept.map(({ step }) => step)));
  for (const { step } of newest) steps.add(step);
  return [...steps].sort((one, other) => one - other);
}
