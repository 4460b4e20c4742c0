import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portFrom, serveFolder } from '../../scripts/serve.mjs';

describe('serveFolder', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof serveFolder>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'basin-serve-'));
    mkdirSync(join(folder, 'dist', 'assets'), { recursive: true });
    mkdirSync(join(folder, 'dist-secret'));
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'dist-secret', 'secret.txt'), 'secret');
    writeFileSync(join(folder, 'dist', 'index.html'), '<!doctype html>');
    for (const name of ['kernel.wasm', 'inter.woff2', 'page.js', 'basin.webmanifest'])
      writeFileSync(join(folder, 'dist', 'assets', name), name);
    symlinkSync(join(folder, 'secret.txt'), join(folder, 'dist', 'way-out.txt'));
    server = await serveFolder(join(folder, 'dist'), 0);
  });

  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /** Sends the path as it is: fetch would clean `..` away before the server sees it. */
  const status = (path: string, method = 'GET') =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      request({ hostname, port, path, method }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it.each([
    ['', 'text/html; charset=utf-8'],
    ['/?a=1', 'text/html; charset=utf-8'],
    ['/assets/kernel.wasm', 'application/wasm'],
    ['/assets/inter.woff2', 'font/woff2'],
    ['/assets/page.js', 'text/javascript; charset=utf-8'],
    ['/assets/basin.webmanifest', 'application/manifest+json; charset=utf-8'],
  ])('serves "%s" as %s under a strict policy', async (path, type) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/'unsafe-(eval|inline)'/);
  });

  it('compresses text for whoever takes it, keeps hashed files for good, and answers in short where nothing is new', async () => {
    const text = 'export const flat = true;\n'.repeat(200);
    writeFileSync(join(folder, 'dist', 'assets', 'page-Ab3_-d9K.js'), text);
    const hashed = await fetch(`${server.url}/assets/page-Ab3_-d9K.js`, { headers: { 'accept-encoding': 'gzip' } });
    expect(hashed.headers.get('content-encoding')).toBe('gzip');
    expect(Number(hashed.headers.get('content-length'))).toBeLessThan(text.length / 4);
    expect(await hashed.text()).toBe(text);
    expect(hashed.headers.get('cache-control')).toContain('immutable');
    const plain = await fetch(`${server.url}/assets/page-Ab3_-d9K.js`, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, text]);

    const page = await fetch(server.url);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(server.url, { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('isolates the page and may be framed by any other', async () => {
    const { headers } = await fetch(server.url);
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('content-security-policy')).toContain('frame-ancestors *');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/../dist-secret/secret.txt',
    '/way-out.txt',
    '/%',
    '/%00',
    '/assets',
    '/none',
  ])('refuses %s', async (path) => {
    expect(await status(path)).toBe(404);
  });

  it('leads links whose hash mark was escaped to the page', async () => {
    const answer = await fetch(`${server.url}/%23v=1&preset=moons-noisy`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/#v=1&preset=moons-noisy']);
    const elsewhere = await fetch(`${server.url}//example.org/%23x`, { redirect: 'manual' });
    expect(elsewhere.status).toBe(404);
  });

  it('changes nothing on request', async () => {
    expect(await status('/index.html', 'DELETE')).toBe(405);
  });

  it('says in one sentence that a port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveFolder(folder, port)).rejects.toThrow(`Port ${port} is taken by another program: stop it, or choose another port`);
  });
});

describe('portFrom', () => {
  it('takes a legal port, and 4173 when none is named', () => {
    expect([portFrom(undefined), portFrom(''), portFrom('8080')]).toEqual([4173, 4173, 8080]);
  });

  it.each(['0', '65536', '-1', '80.5', 'http', '1e3', ' 80', '0x50'])('refuses "%s" in one sentence', (text) => {
    expect(() => portFrom(text)).toThrow(`PORT is "${text}", which is no port: use a whole number from 1 to 65535.`);
  });
});
