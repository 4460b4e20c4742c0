// Measures what docs/evidence.md says, one study at a time, and prints it as a table in Markdown.
//   npm run evidence -- <study> [--data <MNIST folder>] [--seeds 1-5]
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArguments, refuse, runCommand } from './command.mjs';
import { openNodeEngine } from './nodeEngine.mjs';
import { openSource } from './loadSource.mjs';

const RADII = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
const PINWHEEL = 'v=1&preset=pinwheel-noisy&every=100';

/** Trained studies: links whose runs become the rows of one table. */
const trained = {
  gates: () => [`${PINWHEEL}&algos=sgd,sam(rho=.4),ae-sam(rho=.4),ae-looksam(rho=.4),ss-sam(rho=.4),looksam(rho=.4)`],
  lambdas: () =>
    inGroups(pairs([-2, -1, 0, 1, 2]).map(([low, high]) => `ae-sam(rho=.4,lambda1=${low},lambda2=${high})`)).map(
      (algos) => `${PINWHEEL}&algos=${algos}`,
    ),
  looksam: () => [`${PINWHEEL}&algos=sgd,${[1, 2, 3, 4, 5, 10].map((k) => `looksam(rho=.4,k=${k})`).join(',')}`],
  lets: () => [`${PINWHEEL}&algos=sam(rho=.4),${[0.05, 0.2, 0.8].map((rho0) => `lets-sam(rho0=${rho0})`).join(',')}`],
  radii: () =>
    ['sam', 'asam']
      .flatMap((name) => inGroups(RADII.map((rho) => `${name}(rho=${rho})`)).map((algos) => `${PINWHEEL}&algos=${algos}`))
      .concat(`${PINWHEEL}&algos=sgd,lets-sam(rho0=.2),lets-asam(geometry=elementwise-weights)`),
  // What Tahmasebi et al. name: λ and ρ of the tables for Trace- and Det-SAM, the range of λ at both radii for Frob-SAM.
  universal: () => {
    const traces = [0.01, 0.1, 1].map((lambda) => `trace-sam(rho=.01,n=1,lambda=${lambda})`);
    const dets = [0.01, 0.1, 1].map((lambda) => `det-sam(rho=1,half=.01,n=1,lambda=${lambda})`);
    const frobs = [0.005, 0.01].map((rho) => [1e-4, 1e-3, 5e-3, 0.01, 0.1].map((lambda) => `frob-sam(rho=${rho},n=2,lambda=${lambda})`));
    return [['sam(rho=.4)', ...traces, ...dets], ...frobs].map((runs) => `${PINWHEEL}&algos=sgd,${runs.join(',')}`);
  },
  // Beyond those: what other seeds had suggested, and larger λ.
  'universal-beyond': () => [
    `${PINWHEEL}&algos=sgd,${[
      'trace-sam(rho=.05,n=1,lambda=1)',
      'det-sam(rho=1,half=.1,n=1,lambda=1)',
      ...[0.3, 1].map((lambda) => `frob-sam(rho=.01,n=2,lambda=${lambda})`),
    ].join(',')}`,
  ],
  noise: () =>
    [0.2, 0.4, 0.6, 0.8].map(
      (noise) =>
        `v=1&preset=mnist&noise=${noise}&steps=400&every=100&algos=sgd,sam(rho=.1),asam,looksam(rho=.1,k=2),ae-looksam(rho=.1,lambda1=-1,lambda2=1),bisam-log(rho=.1),lets-sam(rho0=.1,letslr=.02)`,
    ),
};

/** Measured studies: float64 in Node, at points on the way of a small pinwheel net. */
const measured = { norms: gradientNorms, flips: flippedSamples, curvature };

const studies = [...Object.keys(trained), ...Object.keys(measured)];
const usage = `usage: npm run evidence -- <study> [--data <MNIST folder>] [--seeds 1-5]; studies: ${studies.join(', ')}`;

await runCommand(usage, async (argv) => {
  const options = { data: { type: 'string' }, seeds: { type: 'string' } };
  const { values, positionals } = parseArguments(argv, { usage, options, positionals: 1 });
  const [name = ''] = positionals;
  if (!studies.includes(name)) refuse(usage);
  const seeds = seedsOf(values.seeds ?? '1-5');
  if (Object.hasOwn(trained, name)) await train(trained[name](), seeds, values.data);
  else await measured[name](seeds);
});

async function train(links, seeds, folder) {
  const headless = await openNodeEngine();
  try {
    const set = folder ? (await headless.readFiles(readdirSync(folder).map((file) => resolve(folder, file)))).id : undefined;
    for (const link of links) {
      const { document } = await headless.train({ link, seeds, backend: 'wasm', ...(set ? { set } : {}) });
      for (const notice of document.notices) console.error(notice);
      console.log(`\n\`${document.link}\`\n`);
      console.log(
        '| run | clean test accuracy | against the first run, points (95 % interval) | wrong labels memorised | gap, nats | % of steps that climbed | gradients per step | ρ at the end |\n| --- | --- | --- | --- | --- | --- | --- | --- |',
      );
      for (const label of new Set(document.runs.map((run) => run.label))) {
        const own = document.runs.filter((run) => run.label === label);
        const mean = (key) => spread(own.map(({ summary }) => summary[key]));
        const climbed = spread(own.map(({ steps }) => (100 * sum(steps.samApplied)) / steps.samApplied.length));
        const cost = own[0].steps.gradEvals
          ? spread(
              own.map(({ steps }) => sum(steps.gradEvals) / steps.gradEvals.length),
              2,
            )
          : '–';
        const radius = own[0].steps.radius
          ? spread(
              own.map(({ steps }) => steps.radius.at(-1)),
              3,
            )
          : '–';
        console.log(
          `| ${label} | ${mean('testAccuracy')} | ${interval(document, label)} | ${mean('memorized')} | ${spread(
            own.map(({ summary }) => summary.gap),
            2,
          )} | ${climbed} | ${cost} | ${radius} |`,
        );
      }
    }
  } finally {
    await headless.close();
  }
}

/** A run's paired difference from the first run of its group, with the 95 % interval of its mean. */
function interval({ comparisons, runs }, label) {
  const found = comparisons.find((one) => one.label === label && one.against === runs[0].label);
  return found ? `${found.points.toFixed(1)} ± ${found.margin?.toFixed(1) ?? '–'}` : '–';
}

/** ‖∇L(B)‖² over 400 mini-batches of the training size, at 30, 60 and 90 % of training, as the page measures it. */
async function gradientNorms(seeds) {
  console.log(
    '| run | progress | mean ‖∇L(B)‖² | standard deviation | correlation with a normal sample (Q-Q) | ‖∇L(D)‖² | gradient variance |\n| --- | --- | --- | --- | --- | --- | --- |',
  );
  await atPoints([0.3, 0.6, 0.9], 'sgd,sam(rho=.4),ae-sam(rho=.4)', seeds, async ({ source, group, member, label, progress }) => {
    const { normalFit } = await source.load('src/core/diagnostics/normalFit.ts');
    const measurement = group.gradientNorms(member, 400);
    await measurement.advance(400);
    const { squaredNorms, meanGradientSquaredNorm, variance } = await measurement.result();
    measurement.free();
    const { mean, deviation, correlation } = normalFit([...squaredNorms]);
    return {
      key: `${label} | ${Math.round(100 * progress)} %`,
      numbers: [mean, deviation, correlation, meanGradientSquaredNorm, variance],
    };
  });
}

/**
 * ‖H‖²_F, tr H and λ max of the whole training loss at the end, by exact Hessian products: 100 Gaussian probes, as the universal
 * class's appendix I, and Lanczos' method to a residual of a thousandth.
 */
async function curvature(seeds) {
  console.log('| run | ‖H‖²_F | tr H | λ max |\n| --- | --- | --- | --- |');
  const algos = [
    'sgd',
    'sam(rho=.4)',
    ...[0.005, 0.1, 1].map((lambda) => `frob-sam(rho=.01,lambda=${lambda})`),
    'trace-sam(rho=.01,lambda=1)',
    'trace-sam(rho=.05,lambda=1)',
    'det-sam(half=.1,lambda=1)',
  ];
  await atPoints([1], algos.join(','), seeds, async ({ source, view, params, data, label, seed }) => {
    const { hessianAt } = await source.load('src/core/diagnostics/hessian.ts');
    const { frobeniusEstimate, traceEstimate } = await source.load('src/core/diagnostics/randomProducts.ts');
    const { largestEigenvalue } = await source.load('src/core/diagnostics/largestEigenvalue.ts');
    const { surfaceOf } = await source.load('src/core/diagnostics/lossSurface.ts');
    const { randomStream } = await source.load('src/core/random.ts');
    const whole = data.take(Array.from({ length: data.count }, (_, index) => index));
    const surface = surfaceOf({ ...view, mode: 'evaluate' }, [whole]);
    const operator = hessianAt(surface, params);
    const stream = randomStream(seed, 'evidence curvature');
    const drawn = () => Float64Array.from({ length: view.network.layout.size }, () => stream.normal());
    const probes = Array.from({ length: 100 }, drawn);
    const frobenius = await frobeniusEstimate(operator, probes);
    const trace = await traceEstimate(operator, probes);
    const { value, isConverged } = await largestEigenvalue(operator, drawn(), { products: 100, tolerance: 1e-3 });
    if (!isConverged) throw new Error(`λ max of ${label} did not converge`);
    return { key: label, numbers: [frobenius.mean, trace.mean, value] };
  });
}

/** Samples of the training set that each method's ε turns to wrong, all at the same point and with the same ρ. */
async function flippedSamples(seeds) {
  const radii = [0.1, 0.2, 0.4];
  console.log(`| point | method | ${radii.map((rho) => `flipped to wrong, ρ ${rho}`).join(' | ')} |\n| --- | --- | --- | --- | --- |`);
  for (const method of ['SAM', 'BiSAM (−log)', 'BiSAM (tanh)']) {
    await atPoints([0.3, 0.9], 'sgd,sam(rho=.4)', seeds, async ({ source, view, params, data, label, progress }) => {
      const { flippedSamples: flips } = await source.load('src/core/diagnostics/flippedSamples.ts');
      const { slots } = await source.load('src/core/sam/slots.ts');
      const { defaultsOf } = await source.load('src/core/settings/field.ts');
      const { plainLoss } = await source.load('src/core/diagnostics/lossSurface.ts');
      const part = { SAM: null, 'BiSAM (−log)': slots.ascent['bisam-log'], 'BiSAM (tanh)': slots.ascent['bisam-tanh'] }[method];
      const objective = part ? part.create(defaultsOf(part.fields)) : plainLoss;
      const geometry = slots.geometry.l2.create(defaultsOf(slots.geometry.l2.fields));
      const whole = data.take(Array.from({ length: data.count }, (_, index) => index));
      const found = await flips(view, params, [whole], { objective, geometry, rhos: radii });
      return { key: `${label}, ${Math.round(100 * progress)} % | ${method}`, numbers: found.map(({ flippedToWrong }) => flippedToWrong) };
    });
  }
}

/** Trains `algos` on a small pinwheel in float64 and calls `measure` at shares of training; prints mean ± sd over seeds. */
async function atPoints(shares, algos, seeds, measure) {
  const source = await openSource();
  const { createGroup } = await source.load('src/engine/group/group.ts');
  const { prepareShared, featuresOf } = await source.load('src/engine/group/prepare.ts');
  const { createSeedData } = await source.load('src/engine/group/batches.ts');
  const { datasetOf } = await source.load('src/core/datasets/index.ts');
  const { float64Backend } = await source.load('src/core/tensor/float64.ts');
  const { thaw } = await source.load('src/core/tensor/stateTree.ts');
  const { decode } = await source.load('src/core/settings/link.ts');
  const { runLabels } = await source.load('src/core/settings/runLabels.ts');
  const { experiment } = decode(`v=1&preset=pinwheel-noisy&width=32&rff=32&steps=600&every=100000&most=10&algos=${algos}`);
  const labels = new Map(runLabels(experiment).map(({ id, label }) => [id, label]));
  const rows = new Map();
  for (const seed of seeds) {
    const one = { ...experiment, training: { ...experiment.training, seeds: [seed] } };
    const dataset = datasetOf(one.data, seed);
    const { network } = prepareShared(one, dataset);
    const seedData = createSeedData(float64Backend, dataset, featuresOf(one, dataset, seed), one.training.batch, seed);
    const samples = Array.from({ length: dataset.train.count }, (_, index) => seedData.sample(index));
    const take = (indices) => ({
      size: indices.length,
      inputs: float64Backend.concat(indices.map((index) => samples[index].inputs)),
      targets: float64Backend.concat(indices.map((index) => samples[index].targets)),
    });
    const group = createGroup(float64Backend, one);
    for (const progress of shares) {
      const until = Math.round(progress * one.training.steps);
      while (group.step() < until) await group.advance(until - group.step());
      for (const { member, state } of (await group.snapshot('evidence')).members) {
        const { params, statistics } = thaw(state, float64Backend);
        const view = { backend: float64Backend, network, statistics, mode: 'train' };
        const label = labels.get(member.split('/')[0]);
        const { key, numbers } = await measure({
          source,
          group,
          member,
          view,
          params,
          data: { count: samples.length, take },
          label,
          progress,
          seed,
        });
        rows.set(key, [...(rows.get(key) ?? []), numbers]);
      }
    }
    group.free();
  }
  await source.close();
  for (const [key, numbers] of rows)
    console.log(
      `| ${key} | ${numbers[0]
        .map((_, column) =>
          spread(
            numbers.map((row) => row[column]),
            3,
          ),
        )
        .join(' | ')} |`,
    );
}

function spread(values, digits = 1) {
  const mean = sum(values) / values.length;
  const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}

function sum(numbers) {
  return numbers.reduce((total, value) => total + value, 0);
}

/** All pairs low ≤ high. */
function pairs(grid) {
  return grid.flatMap((low) => grid.filter((high) => high >= low).map((high) => [low, high]));
}

/** Eight runs to a group. */
function inGroups(algorithms) {
  return Array.from({ length: Math.ceil(algorithms.length / 8) }, (_, group) => algorithms.slice(8 * group, 8 * group + 8).join(','));
}

function seedsOf(text) {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (!first) refuse(`--seeds takes a number or a range such as 1-5, not “${text}”.`);
  return Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, index) => Number(first) + index);
}
