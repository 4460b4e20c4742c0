import { expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, META_POLICY } from '../../scripts/contentSecurityPolicy.mjs';
import { HUB_HOSTS } from '../../src/core/datasets/publicSets';

it.each([CONTENT_SECURITY_POLICY, META_POLICY])(
  'lets the page ask its own origin and the hub of public data sets, nobody else',
  (policy) => {
    const directives = Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/, 2) as [string, string]));
    expect(directives['connect-src']).toBe(["'self'", ...HUB_HOSTS].join(' '));
    expect(directives['default-src']).toBe("'none'");
    // Who may frame the page is another question: anybody.
    const isLoaded = (name: string) => name !== 'connect-src' && name !== 'frame-ancestors';
    const others = Object.entries(directives).filter(([name, sources]) => isLoaded(name) && /https?:|\*/.test(sources));
    expect(others).toEqual([]);
  },
);
