import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../src/core/settings/link';
import { readAxes } from '../../../src/core/study/axis';
import { jobOf, MOST_JOBS, readStudy, type Study } from '../../../src/core/study/jobs';

const axes = (text: string) => {
  const read = readAxes(text);
  return 'illegal' in read ? read.illegal : read.axes.map(({ key, values }) => [key, ...values].join(' '));
};
const studyOf = (link: string): Study => {
  const { experiment, notices } = decode(link);
  expect(notices).toEqual([]);
  const read = readStudy(experiment);
  if ('illegal' in read) throw new Error(read.illegal);
  return read.study;
};
const refusal = (link: string) => {
  const read = readStudy(decode(link).experiment);
  return 'illegal' in read ? read.illegal : '';
};

describe('varied settings', () => {
  it('are lists, and ranges of equal differences, equal ratios, or random draws of a seed', () => {
    expect(axes('rho(.05, .1,.2),data(moons,spirals)')).toEqual(['rho .05 .1 .2', 'data moons spirals']);
    expect(axes('mu(lin,0,1,5)')).toEqual(['mu 0 .25 .5 .75 1']);
    expect(axes('rho(log,.05,.8,5)')).toEqual(['rho .05 .1 .2 .4 .8']);
    expect(axes('lr(draw,.01,1,3,7)')).toEqual(axes('lr(draw,.01,1,3,7)'));
    expect(axes('lr(draw,.01,1,3,7)')).not.toEqual(axes('lr(draw,.01,1,3,8)'));
    expect(axes('rho(.1,.1,.2)')).toEqual(['rho .1 .2']);
    expect(axes('')).toEqual([]);
  });

  it.each([
    ['rho', 'no list of settings'],
    ['rho(.1', 'no list of settings'],
    ['rho(.1),lr(.1),n(5)', '2 at most'],
    ['rho(.1),rho(.2)', 'varied twice'],
    ['rho()', 'a value is empty'],
    ['rho(lin,.8,.05,4)', 'reversed'],
    ['rho(lin,.8,.8,4)', 'empty'],
    ['rho(log,0,1,4)', 'above 0'],
    ['rho(lin,0,1,1)', '2 to 200 values'],
    ['rho(lin,0,1)', 'takes first, last and how many'],
    ['rho(lin,0,x,3)', 'takes first, last and how many'],
  ])('that cannot be read say why: %s', (text, why) => {
    expect(axes(text)).toContain(why);
  });

  it('stand in a link as they were written, and come back', () => {
    const link = 'v=1&preset=moons-noisy&algos=sgd,sam&seeds=1-3&vary=rho(log,.05,.8,5),noise(0,.2)';
    const { experiment, notices } = decode(link);
    expect(notices).toEqual([]);
    expect(encode(experiment)).toContain('vary=rho(log,.05,.8,5),noise(0,.2)');
    expect(decode(encode(experiment)).experiment).toEqual(experiment);
    // Chats and mail percent-encode.
    expect(decode(link.replace(/vary=.*/, (words) => `vary=${encodeURIComponent(words.slice(5))}`)).experiment).toEqual(experiment);
  });
});

describe('a study', () => {
  it('has a job for every run, seed and value; a run without the setting is trained once for all of its values', () => {
    const { jobs, points, applies, labels } = studyOf('v=1&preset=moons-noisy&algos=sgd,sam,asam(eta=.02)&seeds=1-2&vary=rho(.05,.1,.2)');
    expect(labels).toEqual(['SGD', 'SAM', 'ASAM']);
    expect(applies).toEqual([[false], [true], [true]]);
    expect(points).toHaveLength(3 * 3 * 2);
    expect(jobs).toHaveLength(2 + 6 + 6);
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(jobs.length);
    for (const { id } of jobs) expect(id).toMatch(/^[\da-f]{16}$/);
    const at = (run: number, place: number, seed: number) =>
      jobs.find(({ id }) => id === points.find((point) => point.run === run && point.at[0] === place && point.seed === seed)?.job)?.link;
    expect(at(1, 2, 2)).toContain('algos=sam(rho=.2)&seeds=2');
    expect(at(2, 0, 1)).toContain('algos=asam(rho=.05,eta=.02)');
    expect(at(0, 0, 1)).toBe(at(0, 2, 1));
  });

  it('varies anything a link can say: data, model, training, a part or its value', () => {
    const links = (vary: string) => studyOf(`v=1&preset=moons-noisy&algos=sam&seeds=1&vary=${vary}`).jobs.map(({ link }) => link);
    expect(links('data(moons,spirals)').map((link) => decode(link).experiment.data.kind)).toEqual(['moons', 'spirals']);
    expect(links('noise(0,.2),width(8,16)')).toHaveLength(4);
    expect(links('opt(sgd,adamw)').map((link) => decode(link).experiment.optimizer.kind)).toEqual(['sgd', 'adamw']);
    expect(links('ascent(ce,bisam-log)').map((link) => decode(link).experiment.runs[0]?.parts.ascent.kind)).toEqual(['ce', 'bisam-log']);
    expect(links('lr(.1,.2)').map((link) => decode(link).experiment.training.lr)).toEqual([0.1, 0.2]);
  });

  it('trains what tells most first: ends and middle before what lies between', () => {
    const { points, axes: found } = studyOf('v=1&preset=moons-noisy&algos=sam&seeds=1&vary=rho(lin,.1,.9,9)');
    const order = points.map(({ at }) => found[0]?.values[at[0] as number]);
    expect(order.slice(0, 3)).toEqual(['.1', '.5', '.9']);
    expect(order.slice(3, 5)).toEqual(['.3', '.7']);
    expect(new Set(order).size).toBe(9);
  });

  it('shares jobs with every other study that trains the same, whatever preset, view or device it was written with', () => {
    const one = studyOf('v=1&preset=moons-noisy&algos=sam(rho=.2)&seeds=3');
    const other = studyOf('v=1&preset=moons-noisy&algos=sgd,sam&seeds=1-5&vary=rho(.1,.2)&theme=dark&backend=wasm');
    expect(other.jobs.map(({ id }) => id)).toContain(one.jobs[0]?.id);
    const { experiment } = decode('v=1&preset=moons-noisy&algos=sam(rho=.2)&seeds=3');
    expect(jobOf({ ...experiment, preset: 'pinwheel-noisy' }).id).toBe(one.jobs[0]?.id);
    // A job's own link is that job.
    expect(jobOf(decode(one.jobs[0]?.link ?? '').experiment)).toEqual(one.jobs[0]);
  });

  it.each([
    ['v=1&algos=sgd&vary=rho(.1,.2)', '“rho” is a setting of none of these runs'],
    ['v=1&algos=sam&vary=rho(.1,-5)', 'limited'],
    ['v=1&algos=sam&vary=data(moons,nowhere)', 'names no known data set'],
    ['v=1&algos=sam&vary=seeds(1,2)', '“seeds” is a setting of none'],
    ['v=1&algos=none&vary=lr(.1,.2)', 'no run'],
    ['v=1&algos=sam,asam,esam&seeds=1-20&vary=rho(lin,.1,.9,200),lr(lin,.1,.9,200)', `${MOST_JOBS} are the most`],
  ])('that makes no sense is refused with the reason: %s', (link, why) => {
    expect(refusal(link)).toContain(why);
  });
});
