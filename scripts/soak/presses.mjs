// What a monkey does to the page: the same presses for the same seed, as far as the page shows the same.

const KEYS = [
  'Space',
  '.',
  'r',
  's',
  'l',
  'b',
  'k',
  'p',
  'q',
  'm',
  '?',
  '[',
  ']',
  'Escape',
  'Escape',
  'Tab',
  'Enter',
  'ArrowLeft',
  'ArrowRight',
  'PageDown',
];
const TEXTS = ['', '0', '1', '3', '0.05', '1e-3', '1e9', '-2', '2%', '1.000', 'abc', '1-5', 'ρ', 'NaN', '🙂'];
const LINKS = [
  '',
  'v=1&preset=moons-noisy&noise=.3&steps=500&algos=sgd,sam(rho=.2),bisam-log(rho=.4,mu=2)&seeds=1-3',
  'v=1&preset=digits-noisy&steps=200',
  'v=1&preset=mnist',
  'v=1&preset=shapes-cnn&steps=20',
  'v=1&preset=pinwheel-noisy&mode=present',
  'v=1&lesson=label-noise:1',
  'v=1&preset=pinwheel-noisy&width=8&rff=16&n=60&steps=60&algos=asam,lets-sam,frob-sam',
  'preset=nothing&&&=%25&algos=(((',
];
const SIZES = [
  [1280, 900],
  [1440, 900],
  [390, 844],
];
/** Nothing that leads away from the page, or opens a window of the system. */
const PRESSABLE =
  'button:not([disabled]), summary, select, input:not([type=file]), [role=option], [role=tab], [role=slider], canvas, svg.chart';

/** A number below `count` from a stream that the seed fixes (mulberry32). */
function stream(seed) {
  let state = seed >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * count);
  };
}

/** @returns {() => Promise<string>} makes one press and says which. What has gone in the meantime is no failure. */
export function pressesOf(page, url, seed) {
  const below = stream(seed);
  const oneOf = (list) => list[below(list.length)];

  async function pressSomething() {
    const [place, chance, text] = [below(1e6), below(8), oneOf(TEXTS)];
    const found = await page.evaluate(
      ([selector, at]) => {
        const seen = [...document.querySelectorAll(selector)].filter((one) => {
          const { width, height } = one.getBoundingClientRect();
          return width > 0 && height > 0;
        });
        const one = seen[at % Math.max(1, seen.length)];
        if (!one) return null;
        one.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = one.getBoundingClientRect();
        const options = one instanceof HTMLSelectElement ? one.options.length : 0;
        if (options > 0) {
          one.selectedIndex = at % options;
          one.dispatchEvent(new Event('change', { bubbles: true }));
        }
        return {
          x: left + width / 2,
          y: top + height / 2,
          isText: one instanceof HTMLInputElement && !['checkbox', 'radio', 'range'].includes(one.type),
          isDone: options > 0,
          name: (one.getAttribute('aria-label') ?? one.textContent ?? one.tagName).trim().slice(0, 40),
        };
      },
      [PRESSABLE, place],
    );
    if (!found) return 'nothing';
    if (!found.isDone) await page.mouse.click(found.x, found.y);
    if (found.isText) {
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
      if (chance < 6) await page.keyboard.press('Enter');
    }
    return `press “${found.name}”${found.isText ? ` = ${text}` : ''}`;
  }

  async function any() {
    const kind = below(100);
    if (kind < 70) return pressSomething();
    if (kind < 90) {
      const key = oneOf(KEYS);
      await page.keyboard.press(key);
      return `key ${key}`;
    }
    if (kind < 94) {
      const link = oneOf(LINKS);
      await page.evaluate((hash) => (location.hash = hash), link);
      return `link ${link}`;
    }
    if (kind < 96) {
      const [width, height] = oneOf(SIZES);
      await page.setViewportSize({ width, height });
      return `size ${width}`;
    }
    if (kind < 97) {
      await page.goBack({ timeout: 5000 });
      // Before the first page of all there is nothing.
      if (!page.url().startsWith(url)) await page.goto(`${url}/`);
      return 'back';
    }
    if (kind < 98) {
      await page.reload();
      return 'reload';
    }
    await page.waitForTimeout(50 * below(20));
    return 'wait';
  }

  return () => any().catch((error) => `missed ${String(error.message).split('\n')[0]}`);
}
