import type { RunStyle } from '../theme/palette';

/** Colour and dashes of a run, as on the charts. */
export function Swatch({ style }: { readonly style: Pick<RunStyle, 'color' | 'dash'> | undefined }) {
  return (
    <svg className="swatch" width="20" height="4" viewBox="0 0 20 4" aria-hidden="true">
      <line x1="0" y1="2" x2="20" y2="2" stroke={style?.color} strokeWidth="3" strokeDasharray={style?.dash} />
    </svg>
  );
}
