/** The page's door to the service worker: asks for it, says whether the page is kept, and whether a newer release is. */

export interface OfflineState {
  /** The page opens and trains without a network. */
  readonly isKept: boolean;
  /** A newer release than the one on screen is there, complete. */
  readonly isNewerReady: boolean;
  /** The browser knows of no network. */
  readonly isOffline: boolean;
}

export interface Offline {
  get(): OfflineState;
  /** Calls back when the state has changed. Returns what ends it. */
  subscribe(listener: () => void): () => void;
  /** Reloads the page in its newer release. Training ends; the link stays. */
  load(): void;
}

/**
 * Registers the service worker once the page is loaded, so that keeping it never competes with showing it. Nothing happens
 * in browsers without service workers (private windows of some, pages without https): the page works, with a network.
 *
 * @param isBuilt false where there is nothing to register, as on the development server.
 */
export function keepOffline(isBuilt: boolean): Offline {
  // Asked for only where it is wanted: a frame that may store nothing is refused even the question.
  const container = isBuilt && 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  const listeners = new Set<() => void>();
  let state: OfflineState = { isKept: false, isNewerReady: false, isOffline: !navigator.onLine };
  let registration: ServiceWorkerRegistration | null = null;
  const change = (part: Partial<OfflineState>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  addEventListener('online', () => change({ isOffline: false }));
  addEventListener('offline', () => change({ isOffline: true }));

  async function register(workers: ServiceWorkerContainer): Promise<void> {
    const found = await workers.register(new URL('serviceWorker.js', document.baseURI), { updateViaCache: 'none' });
    registration = found;
    const check = () => {
      // Without a controller the page came from the network: then it is the newest there is.
      if (found.waiting && workers.controller) change({ isNewerReady: true });
    };
    check();
    found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', check));
    // Fails without a network; the next time will do.
    const ask = () => void found.update().catch(() => {});
    // A page that was kept asks itself: when a browser does so unasked is its own affair, and some wait until the worker rests.
    if (workers.controller) ask();
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) ask();
    });
    const { active } = await workers.ready;
    active?.postMessage('opened');
    change({ isKept: true });
  }

  if (container && isBuilt) {
    let controller = container.controller;
    container.addEventListener('controllerchange', () => {
      // Another tab went on to a newer release; this one stays as it is until it is asked.
      if (controller) change({ isNewerReady: true });
      controller = container.controller;
    });
    // Refused, or a file of the release could not be fetched: the page works as it is, and the next visit tries again.
    const start = () => void register(container).catch(() => {});
    if (document.readyState === 'complete') start();
    else addEventListener('load', start, { once: true });
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    load() {
      if (!registration?.waiting) return location.reload();
      container?.addEventListener('controllerchange', () => location.reload(), { once: true });
      registration.waiting.postMessage('take over');
    },
  };
}
