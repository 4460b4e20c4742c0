/**
 * When pictures of running training are redrawn. One animation frame for all of them: per frame at most one picture,
 * each at most every `interval` ms, round-robin, and none that is out of sight while there is news. So training can tell
 * the page something new a thousand times a second and the page keeps its frame rate. Once it is quiet, what is out of
 * sight is drawn too: a page that is printed or captured whole tells one story.
 */

export interface DrawScheduler {
  /** Registers a picture; returns its handle. */
  add(redraw: () => void): Drawing;
  /** Something changed: every picture in sight will be redrawn. */
  touch(): void;
}

export interface Drawing {
  /** Out of sight, a picture is remembered as due, and drawn when it comes back or when nothing else happens. */
  setVisible(isVisible: boolean): void;
  /** This picture, and no other, is to be redrawn. */
  touch(): void;
  remove(): void;
}

interface Picture {
  redraw: () => void;
  isDue: boolean;
  isVisible: boolean;
  drawnAt: number;
}

export interface SchedulerOptions {
  readonly nextFrame: (then: () => void) => void;
  /** Milliseconds. */
  readonly now: () => number;
  /** Least milliseconds between two drawings of one picture, asked anew each time: a person may want calm. */
  readonly interval?: () => number;
  /** Calls `then` after `ms` milliseconds. */
  readonly later?: (then: () => void, ms: number) => void;
}

/** Milliseconds without news after which what is out of sight is drawn. */
export const REST_MS = 500;

export function createDrawScheduler({
  nextFrame,
  now,
  interval = () => 150,
  later = (then, ms) => void setTimeout(then, ms),
}: SchedulerOptions): DrawScheduler {
  const pictures: Picture[] = [];
  let isAsked = false;
  let isWaiting = false;
  let next = 0;
  let newsAt = Number.NEGATIVE_INFINITY;

  const isQuiet = () => now() - newsAt >= REST_MS;
  const isTurn = (picture: Picture) => picture.isDue && (picture.isVisible || isQuiet());

  function ask(): void {
    if (!isAsked && pictures.some(isTurn)) {
      isAsked = true;
      nextFrame(drawOne);
    }
    if (isWaiting || isQuiet() || !pictures.some(({ isDue, isVisible }) => isDue && !isVisible)) return;
    isWaiting = true;
    later(() => {
      isWaiting = false;
      ask();
    }, REST_MS);
  }

  function drawOne(): void {
    isAsked = false;
    const time = now();
    const least = interval();
    for (let tried = 0; tried < pictures.length; tried++) {
      const index = (next + tried) % pictures.length;
      const picture = pictures[index] as Picture;
      if (!isTurn(picture) || time - picture.drawnAt < least) continue;
      next = index + 1;
      picture.isDue = false;
      picture.drawnAt = time;
      picture.redraw();
      break;
    }
    ask();
  }

  return {
    add(redraw) {
      const picture: Picture = { redraw, isDue: false, isVisible: true, drawnAt: Number.NEGATIVE_INFINITY };
      pictures.push(picture);
      return {
        setVisible(isVisible) {
          picture.isVisible = isVisible;
          ask();
        },
        touch() {
          newsAt = now();
          picture.isDue = true;
          ask();
        },
        remove() {
          const index = pictures.indexOf(picture);
          if (index >= 0) pictures.splice(index, 1);
        },
      };
    },
    touch() {
      newsAt = now();
      for (const picture of pictures) picture.isDue = true;
      ask();
    },
  };
}
