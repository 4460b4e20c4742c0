import { expect, it } from 'vitest';
import { tipFor } from '../../src/ui/notices/webgpuTip';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';

it.each([
  ['Firefox', 'Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0', /Firefox has WebGPU from version 141/],
  [
    'Safari',
    'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
    /Safari has WebGPU from version 26/,
  ],
  ['an iPhone', 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile Safari/604.1', /iOS 26/],
  ['Chrome on Linux', `Mozilla/5.0 (X11; Linux x86_64) ${CHROME}`, /Unsafe WebGPU Support/],
  ['Chrome on a phone', `Mozilla/5.0 (Linux; Android 14) ${CHROME}`, /^Update the browser/],
  ['Edge', `Mozilla/5.0 (Windows NT 10.0) ${CHROME} Edg/120.0`, /^Update the browser/],
  ['an unknown browser', 'Lynx/2.9', /^Chrome, Edge and Safari/],
])('a browser without WebGPU is told what it needs: %s', (_, agent, tip) => {
  expect(tipFor(agent, true)).toMatch(tip);
});

it('a page that is not secure is told so, whatever the browser', () => {
  expect(tipFor(`Mozilla/5.0 (Windows NT 10.0) ${CHROME}`, false)).toMatch(/over https/);
});
