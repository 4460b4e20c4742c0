/** Ground of a picture: the page, whose style sheet knows the theme, or paper, where every colour is written out. */
export interface Palette {
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  /** Grid lines. */
  readonly line: string;
  readonly ground: string;
  /** Opacity of the curves of single seeds. */
  readonly seeds: string;
}

export const SCREEN: Palette = {
  ink: 'var(--ink)',
  ink2: 'var(--ink-2)',
  ink3: 'var(--ink-3)',
  line: 'var(--line-2)',
  ground: 'var(--page)',
  seeds: 'var(--seeds)',
};

/** Beneath their mean and its band, paper takes a little more of single seeds than a screen. */
export const PRINT: Palette = { ink: '#15181c', ink2: '#545b64', ink3: '#545b64', line: '#e5e2da', ground: '#ffffff', seeds: '0.3' };
