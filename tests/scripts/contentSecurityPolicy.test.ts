import { expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, META_POLICY } from '../../scripts/contentSecurityPolicy.mjs';
import { HUB_HOSTS } from '../../src/core/datasets/publicSets';

it.each([CONTENT_SECURITY_POLICY, META_POLICY])(
  'lets the page ask its own origin and the hub of public data sets, nobody else',
  (policy) => {
    const directives = Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/, 2) as [string, string]));
    expect(directives['connect-src']).toBe(["'self'", ...HUB_HOSTS].join(' '));
    expect(directives['default-src']).toBe("'none'");
    const others = Object.entries(directives).filter(([name, sources]) => name !== 'connect-src' && /https?:|\*/.test(sources));
    expect(others).toEqual([]);
  },
);
