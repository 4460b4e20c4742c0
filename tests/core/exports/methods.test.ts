import { describe, expect, it } from 'vitest';
import { bibtexOf, methodsText } from '../../../src/core/exports/methods';
import { decode, encode } from '../../../src/core/settings/link';

const facts = (experiment: Parameters<typeof encode>[0]) => ({
  link: `https://example.org/#${encode(experiment)}`,
  fingerprint: {
    backend: 'WebAssembly',
    adapter: 'this processor',
    versions: { basin: '0.1.0', tensorflow: '4.22.0' },
    date: '2024-02-03T10:00:00Z',
  },
  parameters: 1234,
});
const of = (link: string) => {
  const { experiment, notices } = decode(link);
  expect(notices).toEqual([]);
  return { experiment, text: methodsText(experiment, facts(experiment)), bibtex: bibtexOf(experiment, facts(experiment)) };
};
const keysOf = (bibtex: string) => [...bibtex.matchAll(/^@\w+\{([^,]+),/gm)].map((match) => match[1]);

describe('a methods paragraph', () => {
  it('names algorithms with their constants, data, network, training, seeds, device, version and link', () => {
    const { text } = of(
      'v=1&preset=moons-noisy&noise=.3&n=200&steps=1500&batch=20&lr=.25&seeds=1-3&algos=sgd,sam(rho=.2),bisam-log(rho=.4,mu=2,lr=.05)',
    );
    for (const part of [
      /SGD, SAM \([^)]*ρ 0\.2/,
      /BiSAM \(−log\) \(Sharpness of the maximum μ 2,.*Radius ρ 0\.4, η 0\.05\)/,
      '200 training samples, of whose labels 30 % were replaced by another class',
      '1,234 parameters',
      '1,500 steps on mini-batches of 20',
      'learning rate η 0.25',
      '3 seeds 1–3',
      'Basin 0.1.0 on WebAssembly, this processor (TensorFlow.js 4.22.0), 2024-02-03',
      'https://example.org/#v=1&preset=moons-noisy',
    ])
      expect(text).toMatch(part);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('says nothing of a climb for a run that never climbs, and nothing of noise where there is none', () => {
    const { text } = of('v=1&preset=moons-noisy&noise=0&algos=sgd');
    expect(text).toContain('We trained SGD.');
    expect(text).not.toContain('replaced by');
  });

  it('comes without a device before anything was computed', () => {
    const { experiment } = of('v=1&preset=moons-noisy');
    const text = methodsText(experiment, { ...facts(experiment), fingerprint: null, parameters: null });
    expect(text).not.toMatch(/Computed with|parameters/);
  });
});

describe('the BibTeX of an experiment', () => {
  it('has every paper that is used once, and Basin with the link', () => {
    const { bibtex } = of('v=1&preset=moons-noisy&opt=adamw&schedule=cosine&algos=sam,sam(rho=.3),asam');
    expect(keysOf(bibtex)).toEqual(['foret2021sam', 'kwon2021asam', 'loshchilov2019adamw', 'loshchilov2017sgdr', 'basin']);
    expect(bibtex).toContain('opt=adamw');
  });

  it('keeps a source without an entry as a comment', () => {
    const { bibtex } = of('v=1&preset=mnist&model=vit&algos=sgd');
    expect(bibtex).toMatch(/^% .*arXiv:2010\.11929/m);
    expect(keysOf(bibtex)).not.toContain('foret2021sam');
  });
});
