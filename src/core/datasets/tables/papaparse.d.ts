/**
 * The part of papaparse that is used here. Its published types speak of Node and of browsers, and this floor knows neither;
 * `tsconfig.base.json` puts this file in their place.
 */
export interface ParserConfig {
  readonly delimiter: string;
  readonly newline: '\n';
  readonly quoteChar?: string;
}
export interface Parsed {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  /** `cursor`: characters that the records in `data` took. */
  readonly meta: { readonly cursor: number };
}
declare class Parser {
  constructor(config: ParserConfig);
  parse(input: string, baseIndex: number, ignoreLastRow: boolean): Parsed;
}
declare const papa: { readonly Parser: typeof Parser };
export default papa;
