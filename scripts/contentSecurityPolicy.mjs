// What the page may load and run, stated once: as the header of our own server, and as a <meta> of the built page for
// static hosts, which send no headers of ours.

/**
 * The hub of public data sets and the hosts that it redirects downloads to: asked when a person asks for a data set, and then
 * only. The same as in `src/core/datasets/publicSets.ts`, which a test compares.
 */
const HUB_HOSTS = ['https://huggingface.co', 'https://*.hf.co'];

const directives = [
  "default-src 'none'",
  // 'wasm-unsafe-eval' lets the worker compile the wasm backend and allows no JavaScript from text.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  `connect-src 'self' ${HUB_HOSTS.join(' ')}`,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/**
 * As a header. Everything comes from our own origin, and any page may frame this one: it is made to be embedded, it has no
 * account and nothing that a stolen click could give away, and it talks only to the origin that its link names.
 */
export const CONTENT_SECURITY_POLICY = [...directives, 'frame-ancestors *'].join('; ');

/** As a `<meta>`, where browsers ignore `frame-ancestors` and complain about it. */
export const META_POLICY = directives.join('; ');
