/** Calls `then` when the page has nothing else to do. Safari has no idle callbacks: there, after what is under way. */
export function whenIdle(then: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(then);
  else setTimeout(then);
}
