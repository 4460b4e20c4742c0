import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HEADERS, headersFile } from '../../scripts/headers.mjs';
import { licenceTexts, writtenNotice } from '../../scripts/licences.mjs';
import { root } from '../../scripts/root.mjs';

it('NOTICE has the licence of everything that is served: node scripts/licences.mjs writes it', () => {
  const texts = licenceTexts();
  for (const name of ['react', 'recharts', 'zustand', '@tensorflow/tfjs', '@fontsource-variable/inter', 'fflate', 'uqr'])
    expect(texts).toMatch(new RegExp(`^- ${name} \\d`, 'm'));
  expect(writtenNotice()).toBe(texts);
});

it('hosts that read _headers are asked for the policy of our own server, and keep hashed files', () => {
  const text = headersFile();
  expect(text).toMatch(/^\/\*\n {2}Content-Security-Policy: default-src 'none'/);
  expect(text).toMatch(/\/assets\/\*\n {2}! Cache-Control\n {2}Cache-Control: public, max-age=31536000, immutable/);
});

it('the page on hosts names the headers of our own server', () => {
  const page = readFileSync(join(root, 'docs', 'deploying.md'), 'utf8');
  for (const [name, value] of Object.entries(HEADERS)) expect(page).toContain(`${name}: ${value}\n`);
});
