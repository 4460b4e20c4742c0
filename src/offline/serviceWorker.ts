/**
 * Keeps the built page in the browser, so that it opens and trains without a network. It knows exactly the files of its own
 * release, each with its digest: a file that is not the one this release was built with fails the installation, and the next
 * visit tries again. A new release waits until somebody asks for it or the last tab is closed.
 */

/** Written in front of this file when the build is complete (`scripts/release.mjs`). */
interface Release {
  /** Digest of all files. */
  readonly name: string;
  /** [address from the page's folder, '' for the page itself; digest as in `integrity`] */
  readonly files: readonly (readonly [string, string])[];
}

declare const self: ServiceWorkerGlobalScope & { readonly BASIN_RELEASE: Release };

const { name, files } = self.BASIN_RELEASE;
/** Caches belong to the whole origin, which may serve other folders with another Basin in them. */
const prefix = `basin ${new URL(self.registration.scope).pathname} `;
const own = prefix + name;
const addresses = new Set(files.map(([path]) => addressOf(path)));

function addressOf(path: string): string {
  return new URL(path, self.registration.scope).href;
}

/** Names of such files contain a digest of what is in them: whoever has the name has the file, whatever its release. */
const isHashed = (address: string) => address.startsWith(addressOf('assets/'));

async function keep(): Promise<void> {
  const cache = await caches.open(own);
  await Promise.all(
    files.map(async ([path, integrity]) => {
      const address = addressOf(path);
      const known = isHashed(address) ? await caches.match(address) : undefined;
      const answer = known ?? (await fetch(address, { cache: 'no-cache', integrity }));
      if (!answer.ok) throw new Error(`${address} could not be fetched: ${answer.status}`);
      await cache.put(address, answer);
    }),
  );
}

/** From this release, or where an older page asks for a part of its own, from what is still kept of that. */
async function kept(address: string, request: Request): Promise<Response> {
  const cache = await caches.open(own);
  // The page is kept as it was answered to the worker; what a host varies by does not concern it.
  const options = { ignoreVary: true };
  const older = async () => (isHashed(address) ? caches.match(address, options) : undefined);
  return (await cache.match(address, options)) ?? (await older()) ?? fetch(request);
}

/** A tab that is still open from an older release may need its files: they go when only one tab is left, which has just opened. */
async function forgetOlder(): Promise<void> {
  if ((await self.clients.matchAll({ includeUncontrolled: true })).length > 1) return;
  const names = await caches.keys();
  await Promise.all(names.filter((other) => other.startsWith(prefix) && other !== own).map((other) => caches.delete(other)));
}

self.addEventListener('install', (event) => event.waitUntil(keep()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const address = request.url.replace(/[?#].*$/, '').replace(addressOf('index.html'), addressOf(''));
  if (addresses.has(address) || isHashed(address)) event.respondWith(kept(address, request));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting());
  if (event.data === 'opened') event.waitUntil(forgetOlder());
});
