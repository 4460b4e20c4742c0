// A small static server for the built page: what any static host does, plus a strict content security policy.
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ASKED, HEADERS, isHashed, KEPT } from './headers.mjs';

export const HOST = '127.0.0.1';
export const DEFAULT_PORT = 4173;

const mimeTypes = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Text shrinks to a third or less; pictures, fonts and archives are compressed already. */
const SHRINKS = /^(text|image\/svg)|json|javascript|wasm/;
/** Bytes below which a header costs as much as it saves. */
const SMALLEST = 1000;

/**
 * Serves the files of `folder` on 127.0.0.1, read-only.
 *
 * @param {string} folder
 * @param {number} port 0 takes a free one.
 * @param {{ policy?: string | null }} options the content security policy to send; null sends none of ours, as most static hosts do.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `url` without a final slash.
 * @throws when the port is taken, in one sentence.
 */
export async function serveFolder(folder, port = 0, { policy = HEADERS['Content-Security-Policy'] } = {}) {
  const home = await realpath(folder);
  const sent = policy === null ? { 'X-Content-Type-Options': 'nosniff' } : { ...HEADERS, 'Content-Security-Policy': policy };
  const server = createServer((request, response) => void answer(home, sent, request, response));
  await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(portComplaint(error, port))));
    server.listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * The port that the environment asks for.
 *
 * @param {string | undefined} text the value of PORT
 * @returns {number} 1 … 65535
 * @throws in one sentence when it is no port.
 */
export function portFrom(text) {
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65535) throw new Error(`PORT is "${text}", which is no port: use a whole number from 1 to 65535.`);
  return port;
}

function portComplaint(error, port) {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken by another program: stop it, or choose another port, as in PORT=${port + 1} npm start.`;
  if (error.code === 'EACCES')
    return `Port ${port} may not be used by this account: choose one above 1023, as in PORT=${DEFAULT_PORT} npm start.`;
  return `The server could not start on port ${port}: ${error.message}.`;
}

async function answer(home, sent, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, sent, 405, 'Only GET and HEAD are answered here.');
  const escaped = /^([^?]*?)%23([^?]*)/i.exec(request.url ?? '');
  // Mail gateways escape the hash mark of links; no file here has one in its name.
  if (escaped && /^\/[\w./-]*$/.test(escaped[1]) && !escaped[1].startsWith('//')) {
    response.writeHead(302, { ...sent, Location: `${escaped[1]}#${escaped[2]}` });
    return response.end();
  }
  const file = await fileFor(home, request.url ?? '/');
  if (file === undefined) return refuse(response, sent, 404, 'There is no such file.');
  const type = mimeTypes[extname(file.path).toLowerCase()] ?? 'application/octet-stream';
  const found = {
    ...sent,
    'Content-Type': type,
    'Cache-Control': isHashed(file.path.split(sep).join('/')) ? KEPT : ASKED,
    // Of two builds at one address the names of hashed files differ, and index.html has another time or length.
    ETag: `"${Math.round(file.time).toString(36)}-${file.size.toString(36)}"`,
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === found.ETag) {
    response.writeHead(304, found);
    return response.end();
  }
  const encoding = file.size < SMALLEST || !SHRINKS.test(type) ? undefined : encodingFor(request.headers['accept-encoding'] ?? '');
  const packed = encoding === undefined ? undefined : await packedAs(encoding, file).catch(() => undefined);
  response.writeHead(200, {
    ...found,
    'Content-Length': packed?.length ?? file.size,
    ...(packed ? { 'Content-Encoding': encoding } : {}),
  });
  if (request.method === 'HEAD') return response.end();
  if (packed) return response.end(packed);
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response);
}

const encodingFor = (accepted) =>
  ['br', 'gzip'].find((encoding) => accepted.split(',').some((one) => one.trim().split(';')[0] === encoding));

/** Compressed once each, and kept: what is served is a few files of one build. */
const packs = new Map();
const pack = { br: promisify(brotliCompress), gzip: promisify(gzip) };
const quality = { br: { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }, gzip: { level: 6 } };

function packedAs(encoding, { path, size, time }) {
  const key = `${encoding} ${size} ${time} ${path}`;
  if (!packs.has(key))
    packs.set(
      key,
      readFile(path).then((bytes) => pack[encoding](bytes, quality[encoding])),
    );
  return packs.get(key);
}

/** The file a request means, or undefined. The real path must lie in `home`, so neither `..` nor a link leads out. */
async function fileFor(home, url) {
  try {
    const asked = decodeURIComponent(url.split(/[?#]/, 1)[0]);
    if (asked.includes('\0')) return undefined;
    let path = await realpath(join(home, asked));
    if ((await stat(path)).isDirectory()) path = await realpath(join(path, 'index.html'));
    const { size, mtimeMs: time } = await stat(path);
    return path.startsWith(home + sep) ? { path, size, time } : undefined;
  } catch {
    // A malformed escape and a missing file are the same to the reader: not here.
    return undefined;
  }
}

function refuse(response, sent, status, sentence) {
  response.writeHead(status, { ...sent, 'Content-Type': mimeTypes['.txt'] });
  response.end(`${sentence}\n`);
}
