/**
 * Lessons: steps with a text, a patch over the experiment in the words of links, a place of the page to look
 * at, and a question asked before the run whose answer is compared with what the run measured. Nothing here is a result:
 * texts name numbers as `{last testAccuracy sgd}` (`measures.ts`), and every outcome has its own words.
 */

/** Places of the page that a step can point at; `chart:` and a chart's id for one chart. The page says where each is. */
export type Target = 'valley' | 'verdict' | 'pictures' | 'runs' | 'settings' | 'explanation' | 'cost' | 'study' | `chart:${string}`;

export interface Option {
  readonly id: string;
  readonly label: string;
  /** Said when this is what was measured. */
  readonly because: string;
}

/** Which option came true. */
export type Decision =
  /** The first band whose upper limit the number is below; the last one has none. */
  | { readonly measure: string; readonly bands: readonly { readonly below?: number; readonly option: string }[] }
  /** The option of the largest number, unless another one is nearer than `margin`: then `close`. */
  | { readonly largest: readonly { readonly measure: string; readonly option: string }[]; readonly margin: number; readonly close: string }
  /** The option of the smallest number. */
  | { readonly smallest: readonly { readonly measure: string; readonly option: string }[] }
  /** Which measure of sharpness moves least when x₁ and x₂ are rescaled by this factor (`rescaling.ts`). */
  | { readonly rescaledBy: number };

export type Prediction =
  | { readonly kind: 'choice'; readonly question: string; readonly options: readonly Option[]; readonly decided: Decision }
  | {
      readonly kind: 'number';
      readonly question: string;
      /** After the number. */
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly measure: string;
      /** A guess within this of the measured number is called right. */
      readonly near: number;
      readonly because: string;
      /**
       * Where it is the end of a curve: the guess is a point at the end of this chart's axis, moved by a slider of this step
       * and left there beside the curve that comes.
       */
      readonly placed?: { readonly chart: string; readonly step: number };
    };

export interface LessonStep {
  readonly title: string;
  /** Paragraphs; phrases in them may act (`prose.ts`). */
  readonly text: readonly string[];
  /** For whoever teaches, in a window of its own: what to say, what to wait for, what is usually asked. */
  readonly notes: string;
  /** Words of a link, laid over the experiment when the step is reached. */
  readonly patch?: string;
  readonly target?: Target;
  readonly figure?: 'climbs' | 'rescaling';
  readonly prediction?: Prediction;
  /** The end of the run, or a number of steps. Nobody is held back: the step can be skipped. */
  readonly waitsFor?: 'end' | number;
  /** Paragraphs said once that is there. */
  readonly after?: readonly string[];
}

export interface Lesson {
  readonly steps: readonly LessonStep[];
}
