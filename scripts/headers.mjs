// What our server sends with every file, and what `docs/deploying.md` and `public/_headers` ask other hosts to send. One list.
import { CONTENT_SECURITY_POLICY } from './contentSecurityPolicy.mjs';

/** With every file. The last three isolate the page, which gives it shared memory; any page may still frame it. */
export const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** Of files whose name has a hash of their content: they never change. */
export const KEPT = 'public, max-age=31536000, immutable';
/** Of all others: asked for again, and answered in short where nothing is new. */
export const ASKED = 'no-cache';

/** `/assets/page-Ab3_-d9K.js`: names that a build gave. */
export const isHashed = (path) => /\/assets\/(.*\/)?[^/]*-[\w-]{8}\.\w+$/.test(path);

/** `_headers`, as Netlify, Cloudflare Pages and others read it. */
export function headersFile() {
  const lines = Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}`);
  return ['/*', ...lines, `  Cache-Control: ${ASKED}`, '/assets/*', '  ! Cache-Control', `  Cache-Control: ${KEPT}`, ''].join('\n');
}
