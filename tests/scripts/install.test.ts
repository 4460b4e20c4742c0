import { describe, expect, it } from 'vitest';
import { nodeComplaint } from '../../scripts/install.mjs';

describe('nodeComplaint', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.21.0'])('accepts Node %s', (version) => {
    expect(nodeComplaint(version)).toBeUndefined();
  });

  it.each(['18.20.8', '20.18.9', '9.99.0'])('refuses Node %s in one sentence', (version) => {
    expect(nodeComplaint(version)).toBe(
      `Basin needs Node 20.19 or newer and this is ${version}: install a newer one from https://nodejs.org.`,
    );
  });
});
