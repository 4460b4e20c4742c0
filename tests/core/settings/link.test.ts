import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelChoice } from '../../../src/core/models/models';
import type { Chosen } from '../../../src/core/settings/entry';
import type { Experiment } from '../../../src/core/settings/experiment';
import { visible } from '../../../src/core/settings/invisible';
import { decode, encode } from '../../../src/core/settings/link';
import { defaultExperiment, presets } from '../../../src/core/settings/presets';
import { describeFuzzedLinks } from './fuzzedLinks';
import { faultsOf, legalExperiment } from './legalExperiments';

const presetOf = (id: string): Experiment => (presets[id] as (typeof presets)[string]).experiment;

/** The sentences of the notices that reading `text` gives. */
const complaints = (text: string) => decode(text).notices.map(({ message }) => message);

describe('a link', () => {
  it('reads back as the experiment it was written from, without a notice but of what has no effect', () => {
    fc.assert(
      fc.property(legalExperiment, (experiment) => {
        const { experiment: read, notices } = decode(encode(experiment));
        expect(read).toEqual(experiment);
        expect(notices.filter(({ code }) => code !== 'idle')).toEqual([]);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('is the same for equal experiments, whatever their runs are called and in which order their values came', () => {
    fc.assert(
      fc.property(legalExperiment, (experiment) => {
        const { kind, values } = experiment.model;
        const reversed: Chosen = { kind, values: Object.fromEntries(Object.entries(values).reverse()) };
        const twin = {
          ...experiment,
          model: reversed as ModelChoice,
          runs: experiment.runs.map((run) => ({ ...run, id: `${run.id}7` })),
        };
        expect(encode(twin)).toBe(encode(experiment));
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('holds no character that a browser or chat would encode or cut at', () => {
    fc.assert(
      fc.property(legalExperiment, (experiment) => {
        expect(encode(experiment)).toMatch(/^(v=[1-4]&preset=[\w%.~;:,()=&-]*[\w)~.%-])?=?$/);
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it('is empty for the default experiment and names only the preset of the others', () => {
    expect(encode(defaultExperiment)).toBe('');
    expect(decode('')).toEqual({ experiment: defaultExperiment, notices: [] });
    for (const id of Object.keys(presets).slice(1)) expect(encode(presetOf(id))).toMatch(new RegExp(`^v=[1-4]&preset=${id}$`));
  });

  it('starts from legal presets', () => {
    for (const [id, { experiment }] of Object.entries(presets)) {
      expect(experiment.preset).toBe(id);
      expect(faultsOf(experiment)).toEqual([]);
    }
  });

  it('is read with a hash mark, as a whole address, percent-encoded, broken over lines and between brackets', () => {
    const link = 'v=1&preset=moons-noisy&noise=.3&algos=sgd,sam(rho=.2),bisam-log(rho=.4,mu=2)&seeds=1-5';
    const { experiment } = decode(link);
    expect(experiment.runs.map(({ algorithm }) => algorithm)).toEqual(['sgd', 'sam', 'bisam-log']);
    const variants = [
      `#${link}`,
      `https://example.org/basin/?from=chat#${link}`,
      `localhost:4173/#${link}`,
      encodeURIComponent(link),
      link.replaceAll('(', '%28').replaceAll(',', '%2C').replaceAll('=', '%3D'),
      link.replaceAll('&', '&amp;'),
      `  <http://127.0.0.1:4173/#${link}>\n`,
      `${link.slice(0, 30)}\r\n${link.slice(30)}`,
      link.replace('rho=.4,mu=2', 'rho=.4;mu=2'),
      link.replace('sam', 'SAM').replace('noise=.3', 'Noise=0.30').replace('1-5', '5;4;1-3'),
    ];
    for (const variant of variants) expect(decode(variant), variant).toEqual({ experiment, notices: [] });
  });

  it('is read with what mail programs, chats and browsers leave in it, without a notice', () => {
    const link = 'v=1&preset=moons-noisy&noise=.3&algos=sgd,sam(rho=.2)&steps=50&seeds=1-2';
    const { experiment } = decode(link);
    // Invisible characters as such, as browsers hand them over, and encoded once more.
    const encodings = [(text: string) => text, encodeURIComponent, (text: string) => encodeURIComponent(encodeURIComponent(text))];
    for (const invisible of ['\u00ad', '\u200b', '\u200d', '\u200e', '\u2060', '\u202a', '\ufeff']) {
      for (const encoded of encodings.slice(0, 2)) {
        const mark = encoded(invisible);
        for (const at of ['v=1', 'moons-noi', '.3', 'sgd,sam', '(rho', '=.2', 'steps=5', 'seeds=1', '-2'])
          expect(decode(link.replace(at, `${at}${mark}`)), `${at}${mark}`).toEqual({ experiment, notices: [] });
        expect(decode(`http://127.0.0.1:4173/#${mark}${link}${mark}`)).toEqual({ experiment, notices: [] });
      }
    }
    for (const dash of ['–', '‑', '−']) {
      for (const encoded of encodings) {
        expect(decode(link.replace('1-2', `1${encoded(dash)}2`)), `seeds ${encoded(dash)}`).toEqual({ experiment, notices: [] });
        expect(decode(link.replace('moons-noisy', `moons${encoded(dash)}noisy`)).experiment.data, encoded(dash)).toEqual(
          encoded === encodings[2] ? expect.anything() : experiment.data,
        );
      }
    }
    for (const variant of [
      link.replaceAll('&', '&amp;amp;'),
      link.replaceAll('(', '%2528').replaceAll(')', '%2529'),
      encodeURIComponent(encodeURIComponent(link)),
      `${link}?fbclid=IwAR0-x_y`,
      `${link}&utm_source=chat&utm_medium=social`,
      `http://127.0.0.1:4173/?${link}`,
      `https://example.org/basin/?fbclid=x#${link}`,
      `https://example.org/basin/%23${link}`,
      `https://example.org/basin/%23${encodeURIComponent(link)}`,
    ])
      expect(decode(variant), variant).toEqual({ experiment, notices: [] });
  });

  it('keeps joiners that belong to a word or a picture, and dashes in free text', () => {
    expect(['👩\u200d🔬', 'می\u200cخواهم', 'A – B'].map(visible)).toEqual(['👩\u200d🔬', 'می\u200cخواهم', 'A – B']);
    expect(['a\u200db', '\u200c.3', '5\u200d', 'so\u00adft', '\u200e\u2066x\u2069'].map(visible)).toEqual(['ab', '.3', '5', 'soft', 'x']);
  });

  it('without a hash is the default experiment', () => {
    expect(decode('http://127.0.0.1:4173/')).toEqual({ experiment: defaultExperiment, notices: [] });
    expect(decode('#')).toEqual({ experiment: defaultExperiment, notices: [] });
  });

  it('chooses another data set with that one’s own defaults', () => {
    const { experiment, notices } = decode('v=1&preset=moons-noisy&data=blobs');
    expect(notices).toEqual([]);
    expect(experiment.data.values).toMatchObject({ noise: 0.4, n: 300, classes: 3 });
  });

  it('lists no runs by a word, so that a list lost in copying is noticed', () => {
    expect(decode('v=1&preset=pinwheel-noisy&algos=none').experiment.runs).toEqual([]);
    expect(decode('v=1&algos=').experiment.runs).toEqual(defaultExperiment.runs);
    expect(complaints('v=1&algos=')).toEqual(['`algos=` names no known algorithm, so those of the preset are used.']);
  });
});

describe('usual links', () => {
  it.each([
    'v=1&preset=pinwheel-noisy&noise=.3&algos=sgd,sam(rho=.2),bisam-log(rho=.4)&steps=2000&seeds=1-5&x=evals',
    'v=1&preset=pinwheel-noisy&data=moons&n=200&noise=.3&width=32&algos=sgd,sam(rho=.2),bisam-log(rho=.4,mu=2),bisam-tanh(rho=.4,alpha=.5)&batch=64&lr=.05&opt=adam&schedule=cosine',
    'v=1&preset=mnist&set=mnist-10000-3fa9c1&width=256&algos=sgd,sam,sam(rho=.1),sam(rho=.2),bisam-log(rho=.1)&steps=3000&momentum=0&schedule=multistep&at=10;20;30&theme=dark',
    'v=1&preset=pinwheel-noisy&algos=sgd,sam(rho=.1),sam(rho=.2),sam(rho=.3),sam(rho=.4),sam(rho=.5),sam(rho=.6),sam(rho=.8)&seeds=1-12&backend=wasm',
    'v=1&preset=spirals-clean&arms=3&spread=.12&depth=3&act=gelu&rff=0&algos=sam(lr=.2,rho=.1),bisam-tanh(mu=1,alpha=1)&nesterov=1&wd=5e-4',
  ])('are shorter than 200 characters and already in the form they are written in: %s', (link) => {
    const { experiment, notices } = decode(link);
    expect(notices).toEqual([]);
    expect(encode(experiment)).toBe(link);
    expect(link.length).toBeLessThan(200);
  });
});

describe('a bad link', () => {
  it.each([
    ['v=1&rho=.2', '`rho=.2` was ignored, as each run has its own: write `algos=sam(rho=.2)`.'],
    ['v=1&algos=sam(rh0=.2)', '`sam(rh0=.2)` is unknown and was ignored; did you mean `rho`?'],
    ['v=1&noise=2000', '`noise=2000` was changed: 2000 limited to .9.'],
    ['v=1&batch=31.5', '`batch=31.5` was changed: 31.5 rounded to 32.'],
    ['v=1&algo=sgd', '`algo=sgd` is unknown and was ignored; did you mean `algos`?'],
    ['v=1&algos=sgd,bisam', '`bisam` names no known algorithm and was left out; did you mean `bisam-log`?'],
    ['v=1&algos=sgd,bisan', '`bisan` names no known algorithm and was left out; did you mean `bisam-log`?'],
    ['v=1&algos=sgd,sam(mu=2)', '`sam(mu=2)` was ignored, as only `ascent=bisam-log` has this setting.'],
    ['v=1&algos=sgd,sam(ascent=bisam)', '`sam(ascent=bisam)` names no known part for ascent, so `ce` is used; did you mean `bisam-log`?'],
    ['v=1&algos=sam(rho=.2', '`sam(rho=.2` has no closing parenthesis; the link may have been cut.'],
    ['v=1&algos=sam(rho=.2)x', '`sam(rho=.2)x` has something after its settings, which was ignored.'],
    ['v=1&algos=sam(rho=.2,rho=.3)', '`sam(rho=.3)` came after another `rho`, and the first counts.'],
    ['v=1&preset=pinwheel', '`preset=pinwheel` names no known preset, so `pinwheel-noisy` is used; did you mean `pinwheel-noisy`?'],
    ['v=1&data=moon', '`data=moon` names no known data set, so `pinwheel` is used; did you mean `moons`?'],
    ['v=1&model=mpl', '`model=mpl` names no known model, so `mlp` is used.'],
    ['v=1&act=rellu', '`act=rellu` was ignored, as “rellu” is not one of relu, tanh, gelu; did you mean `relu`?'],
    ['v=1&channels=8', '`channels=8` was ignored, as it is a setting of `cnn`, and the model is `mlp`.'],
    ['v=1&n=abc', '`n=abc` was ignored, as “abc” is not a number.'],
    ['v=1&n=50&n=60', '`n=60` came after another `n`, and the first counts.'],
    ['v=1&n', '`n` is not of the form key=value and was ignored.'],
    ['v=1&n=%zz', '`n=%zz` is damaged percent-encoding and was ignored.'],
    ['v=1&__proto__=1', '`__proto__=1` is unknown and was ignored.'],
    ['v=1&preset=constructor', '`preset=constructor` names no known preset, so `pinwheel-noisy` is used.'],
    ['v=2&steps=400&normsof=all', '`normsof=all` has no effect in trainings of fewer than 500 steps, as it may cost a tenth of them.'],
    ['v=2&preset=universal-mlp-mnist&epochs=1&steps=20', '`steps=20` has no effect, as 1 epoch counts: write `epochs=0` beside it.'],
    ['v=2&preset=universal-mlp-mnist&steps=20', '`steps=20` has no effect, as 20 epochs count: write `epochs=0` beside it.'],
    ['v=2&epochs=2&steps=7', '`steps=7` has no effect, as 2 epochs count: write `epochs=0` beside it.'],
    ['n=50', '`v` is missing, so the link was read as version 4.'],
    ['v=5&n=50', '`v=5` is newer than this page, which reads version 4 and ignores settings it does not know.'],
    ['v=x&n=50', '`v=x` is no version of links, so this one was read as version 4.'],
    ['v=4&algos=sgd(epochs=9)', '`sgd(epochs=9)` was ignored: a run’s own length is a multiple of the group’s, as `length=2`.'],
    ['v=4&algos=sgd(length=99)', '`sgd(length=99)` was changed: 99 limited to 10.'],
  ])('names what it could not follow: %s', (link, sentence) => {
    expect(complaints(link)).toEqual([sentence]);
  });

  it.each([
    'v=2&steps=500&normsof=all',
    'v=2&steps=400&normsof=none',
    'v=2&epochs=0&steps=7',
    'v=2&epochs=2&steps=18',
    'v=2&preset=universal-mlp-mnist&set=mnist-1-a&epochs=1&steps=59',
  ])('says nothing of settings that have an effect: %s', (link) => expect(complaints(link)).toEqual([]));

  it('keeps twelve runs and says how many were listed', () => {
    const { experiment, notices } = decode(`v=1&algos=${Array(15).fill('sam').join(',')}`);
    expect(experiment.runs.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, index) => `r${index + 1}`));
    expect(notices.map(({ message }) => message)).toEqual([expect.stringMatching(/lists 15 runs, of which the first 12 are kept/)]);
  });

  it('of absurd length is read in part, up to a whole word', () => {
    const { experiment, notices } = decode(`v=1&batch=64&${'x'.repeat(7979)}&n=300000`);
    expect(experiment.training.batch).toBe(64);
    expect(experiment.data.values).toHaveProperty('n', 300);
    expect(notices.map(({ code }) => code)).toEqual(['refused', 'illegal']);
  });

  it('with a thousand unknown words lists sixty of them and counts the rest', () => {
    const { notices } = decode(`v=1&${Array.from({ length: 1000 }, (_, index) => `q${index}=1`).join('&')}`);
    expect(notices).toHaveLength(61);
    expect(notices[60]?.message).toBe('940 further parts of this link were not understood and were ignored.');
  });
});

describeFuzzedLinks(1000);
