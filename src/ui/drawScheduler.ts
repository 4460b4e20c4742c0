/**
 * When pictures of running training are redrawn. One animation frame for all of them: per frame at most one picture,
 * each at most every `interval` ms, round-robin, and none that is out of sight. So training can tell the page something
 * new a thousand times a second and the page keeps its frame rate.
 */

export interface DrawScheduler {
  /** Registers a picture; returns its handle. */
  add(redraw: () => void): Drawing;
  /** Something changed: every picture in sight will be redrawn. */
  touch(): void;
}

export interface Drawing {
  /** Out of sight, a picture is remembered as due and drawn when it comes back. */
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
}

export function createDrawScheduler({ nextFrame, now, interval = () => 150 }: SchedulerOptions): DrawScheduler {
  const pictures: Picture[] = [];
  let isAsked = false;
  let next = 0;

  function ask(): void {
    if (isAsked || !pictures.some((picture) => picture.isDue && picture.isVisible)) return;
    isAsked = true;
    nextFrame(drawOne);
  }

  function drawOne(): void {
    isAsked = false;
    const time = now();
    const least = interval();
    for (let tried = 0; tried < pictures.length; tried++) {
      const index = (next + tried) % pictures.length;
      const picture = pictures[index] as Picture;
      if (!picture.isDue || !picture.isVisible || time - picture.drawnAt < least) continue;
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
      for (const picture of pictures) picture.isDue = true;
      ask();
    },
  };
}
