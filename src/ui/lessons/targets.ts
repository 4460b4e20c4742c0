/** Where on the page a lesson points: a selector per place, so that what is drawn anew is still found. */
import type { Target } from '../../core/lessons/lesson';

const places: Readonly<Record<Exclude<Target, `chart:${string}`>, string>> = {
  valley: '.valley-stage',
  verdict: '.verdict',
  pictures: '.run-cards, .picture-strip',
  // On a phone they are in a sheet, and the button that opens it is outlined too.
  runs: '[data-region="runs"], .phone-settings',
  settings: '.settings, .phone-settings',
  explanation: '.how',
  cost: '[data-region="cost"]',
  study: '.study',
};

/** The selector of a target. */
export function targetSelector(target: Target): string {
  const [place, chart] = target.split(':') as [string, string?];
  return chart === undefined ? places[target as keyof typeof places] : `[data-${place}="${CSS_WORD.exec(chart)?.[0] ?? ''}"]`;
}

/** Ids of charts are words. */
const CSS_WORD = /^\w+$/;
