/** The icon of the tab as a ring that closes while a run goes on, for whoever looks at another tab. */

/** Shares of the run between two icons: browsers fetch every one of them. */
const NOTCH = 0.05;
const RADIUS = 12;
const AROUND = 2 * Math.PI * RADIUS;

/**
 * A picture of a share of the run, 0 … 1, as an address that the page's security policy allows; rounded down to a notch, so
 * that a full ring means done. It has its own background, as a tab may be light or dark.
 */
export function ringAddress(share: number, isPaused: boolean): string {
  const done = (Math.floor(share / NOTCH + 1e-9) * NOTCH * AROUND).toFixed(1);
  const ring = `cx='16' cy='16' r='${RADIUS}' fill='none' stroke-width='6'`;
  const picture = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' fill='#15181c'/><circle ${ring} stroke='#4b535e'/><circle ${ring} stroke='${isPaused ? '#aeb7c4' : '#ff8a3d'}' stroke-dasharray='${done} 99' transform='rotate(-90 16 16)'/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}

/** Shows an address as the tab's icon; null brings the page's own back. */
export function showIcon(address: string | null): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  link.dataset.own ??= link.getAttribute('href') ?? '';
  const next = address ?? link.dataset.own;
  if (link.getAttribute('href') !== next) link.setAttribute('href', next);
}
