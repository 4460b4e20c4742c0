import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserFlags, findBrowser, softwareVulkan } from '../../scripts/browser.mjs';

describe('findBrowser', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('says in one sentence that CHROME_PATH names no browser', async () => {
    vi.stubEnv('BASIN_NO_SYSTEM_BROWSER', '');
    vi.stubEnv('CHROME_PATH', '/nowhere/chrome');
    await expect(findBrowser()).rejects.toThrow('CHROME_PATH is "/nowhere/chrome", which is not a Chromium 121 or newer that starts');
  });

  it('takes no program that is not a browser', async () => {
    vi.stubEnv('BASIN_NO_SYSTEM_BROWSER', '');
    vi.stubEnv('CHROME_PATH', process.execPath);
    await expect(findBrowser()).rejects.toThrow('CHROME_PATH is');
  });

  it.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
    'brings its own where the others are forbidden',
    { timeout: 60_000 },
    async () => {
      vi.stubEnv('BASIN_NO_SYSTEM_BROWSER', '1');
      vi.stubEnv('CHROME_PATH', '/nowhere/chrome');
      const { path, env, from } = await findBrowser();
      expect(from).toMatch(/^@sparticuz\/chromium \d/);
      expect([path, env['VK_ICD_FILENAMES']].map((file) => existsSync(file ?? ''))).toEqual([true, true]);
    },
  );
});

describe('softwareVulkan', () => {
  it.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
    'names a folder with a loader and a driver for it',
    { timeout: 60_000 },
    async () => {
      const { LD_LIBRARY_PATH, VK_ICD_FILENAMES } = await softwareVulkan();
      const folder = LD_LIBRARY_PATH.split(':')[0] as string;
      expect([join(folder, 'libvulkan.so.1'), VK_ICD_FILENAMES].map((file) => existsSync(file))).toEqual([true, true]);
    },
  );
});

describe('browserFlags', () => {
  it('leaves the real GPU alone when asked to', () => {
    expect(browserFlags(false)).not.toContain('--use-webgpu-adapter=swiftshader');
  });
});
