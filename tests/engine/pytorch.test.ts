import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_ROWS } from '../../src/core/metrics/block';
import { columnsIn } from '../core/metrics/histories';
import type { RawDataset } from '../../src/core/datasets/dataset';
import {
  COMPARED_STEPS,
  measuredFrom,
  type MeasuredStep,
  pytorchScript,
  unwritten,
  upperSource,
} from '../../src/core/exports/pytorch/script';
import type { Experiment, RunSettings } from '../../src/core/settings/experiment';
import { runOf } from '../../src/core/settings/runs';
import { choosePart } from '../../src/core/sam/partChoices';
import { algorithms } from '../../src/core/sam/recipes';
import type { SlotName } from '../../src/core/sam/slotNames';
import type { Chosen } from '../../src/core/settings/entry';
import { float64Backend as float64 } from '../../src/core/tensor/float64';
import { excerptOf } from '../../src/engine/group/excerpt';
import { createGroup } from '../../src/engine/group/group';
import { finish, images, sam, tiny, tinyCnn } from './groupExperiment';

/** A Python that has torch, if this machine has one. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import numpy, torch'], { timeout: 60_000 }).status === 0,
);

const folder = mkdtempSync(join(tmpdir(), 'basin-pytorch-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly experiment: Experiment;
  readonly raw?: RawDataset;
}
const on = (run: RunSettings, options: Parameters<typeof tiny>[0] = {}): Case => ({ experiment: tiny({ runs: [run], ...options }) });
const pixels = images();
const seen = (run: RunSettings, options: Parameters<typeof tiny>[0] = {}): Case => ({
  experiment: tinyCnn({ runs: [run], ...options }),
  raw: pixels,
});

/** A run with other parts. */
function withParts(
  run: RunSettings,
  kinds: { readonly [S in SlotName]?: readonly [kind: string, values?: Chosen['values']] },
): RunSettings {
  const others = Object.entries(kinds).map(([slot, [kind, values]]) => [slot, choosePart(slot as SlotName, kind, values)]);
  return { ...run, parts: { ...run.parts, ...Object.fromEntries(others) } };
}
const esamByCode = withParts(runOf('r1', 'esam', { rho: 0.3 }), { mask: ['swp-tensor'], selection: ['sds-strict'] });

/** Short trainings, so that schedules and gates move within ten steps. */
const short = { steps: 12, batch: 8 };
const cases: Readonly<Record<string, Case>> = {
  'SGD with momentum': on(runOf('r1', 'sgd')),
  'Nesterov, clipped, label smoothing': on(sam, {
    optimizer: ['sgd', { momentum: 0.9, nesterov: true, wd: 0.01 }],
    training: { ...short, clip: 0.3, smooth: 0.1, target: 'k' },
  }),
  'SAM with Adam and cosine by step': on(sam, {
    optimizer: ['adam', { wd: 0.01 }],
    schedule: ['cosine', { per: 'step', floor: 0.1 }],
    training: { ...short, lr: 0.01 },
  }),
  'SAM with AdamW and warm-up': on(sam, {
    optimizer: ['adamw'],
    schedule: ['linear', { per: 'step', warmup: 4 }],
    training: { ...short, lr: 0.01 },
  }),
  'SAM, milestones, smoothing over the wrong classes': on(sam, {
    schedule: ['multistep', { per: 'epoch', at: [1, 2], drop: 0.5 }],
    training: { ...short, smooth: 0.2 },
  }),
  'SAM, exponential': on(sam, { schedule: ['exponential', { per: 'epoch', gamma: 0.8 }], training: short }),
  ASAM: on(runOf('r1', 'asam')),
  'BiSAM (−log)': on(runOf('r1', 'bisam-log', { rho: 0.3, mu: 2 })),
  'BiSAM (tanh)': on(runOf('r1', 'bisam-tanh', { rho: 0.3 })),
  GSAM: on(runOf('r1', 'gsam', { rhomax: 0.4, rhomin: 0.1 }), { schedule: ['cosine', { per: 'step' }], training: short }),
  LookSAM: on(runOf('r1', 'looksam', { rho: 0.3, k: 3 })),
  'AE-SAM': on(runOf('r1', 'ae-sam', { rho: 0.3 }), { training: short }),
  'AE-LookSAM': on(runOf('r1', 'ae-looksam', { rho: 0.3 }), { training: short }),
  'SS-SAM': on(runOf('r1', 'ss-sam', { rho: 0.3 })),
  'LETS-SAM': on(runOf('r1', 'lets-sam', { rho0: 0.3, letslr: 0.2 }), { training: short }),
  'LETS-ASAM on the validation split': on(runOf('r1', 'lets-asam', { from: 'validation', metric: 'gap', letslr: 0.2 }), {
    training: short,
  }),
  ESAM: on(runOf('r1', 'esam', { rho: 0.3 })),
  'ESAM by its code': on({ ...esamByCode }),
  mSAM: on(runOf('r1', 'msam', { rho: 0.3, m: 3 })),
  'mSAM + BiSAM, radius learned': on(withParts(runOf('r1', 'msam-bisam', { m: 3 }), { radius: ['lets', { rho0: 0.3, letslr: 0.2 }] }), {
    training: short,
  }),
  'R-SAM': on(runOf('r1', 'rsam', { rhomax: 0.4, rhomin: 0.1, sigma: 0.1 }), { schedule: ['cosine', { per: 'step' }], training: short }),
  'noise alone': on(withParts(runOf('r1', 'rsam', { sigma: 0.1 }), { descent: ['noise'], radius: ['fixed'], geometry: ['l2'] })),
  'Trace-SAM': on(runOf('r1', 'trace-sam', { n: 2, pairs: true, rho: 0.1 })),
  'Frob-SAM': on(runOf('r1', 'frob-sam', { rho: 0.1 })),
  'Det-SAM': on(runOf('r1', 'det-sam')),
  'Log-det-SAM on the sphere': on(runOf('r1', 'logdet-sam', { measure: 'sphere', gradscale: 'exact' })),
  'the universal class with two components': on(
    runOf('r1', 'universal-sam', { rho: 0.1, own2: true, measure2: 'rademacher', n2: 2, reach2: 0.5 }),
  ),
  'n-step SAM': on(runOf('r1', 'n-sam', { rho: 0.3, count: 3, stride: 0.7 })),
  'n-step A-BiSAM without a ball': on(
    withParts(runOf('r1', 'a-bisam', { rho: 0.3 }), { legs: ['chain', { count: 2, stride: 0.5, project: false }] }),
  ),
  'ASAM by layer in the maximum norm, several legs': on(
    withParts(runOf('r1', 'asam-layer', { rho: 0.02, norm: 'max' }), { legs: ['chain', { count: 2 }] }),
  ),
  USAM: on(runOf('r1', 'usam', { rho: 0.3 })),
  'F-SAM': on(runOf('r1', 'f-sam', { rho: 0.3 })),
  VaSSO: on(runOf('r1', 'vasso', { rho: 0.3 })),
  GCSAM: on(runOf('r1', 'gcsam', { rho: 0.3 })),
  'Momentum-SAM': on(runOf('r1', 'momentum-sam', { rho: 0.3 }), { optimizer: ['sgd', { momentum: 0.9, wd: 0.01 }] }),
  'Momentum-SAM with AdamW': on(runOf('r1', 'momentum-sam', { rho: 0.3 }), { optimizer: ['adamw'], training: { ...short, lr: 0.01 } }),
  'Fisher-SAM': on(runOf('r1', 'fisher-sam', { rho: 0.3, narrow: 100 })),
  bSAM: on(withParts(runOf('r1', 'bsam', { rho: 0.1, surememory: 0.9 }), { batching: ['micro', { m: 2 }] })),
  'a ball by Adam’s preconditioner': on(withParts(runOf('r1', 'sam', { rho: 0.3 }), { geometry: ['preconditioned'] }), {
    optimizer: ['adam'],
    training: { ...short, lr: 0.01 },
  }),
  WSAM: on(runOf('r1', 'wsam', { rho: 0.3 }), { optimizer: ['adam'], training: { ...short, lr: 0.01 } }),
  'WSAM, coupled': on(runOf('r1', 'wsam-coupled', { rho: 0.3 })),
  GNP: on(runOf('r1', 'gnp', { rho: 0.3, unitclean: true })),
  'GSAM’s two other options': on(
    withParts(runOf('r1', 'gsam', { rhomax: 0.4, rhomin: 0.1, minimize: 'clean' }), { geometry: ['magnitude'] }),
    { schedule: ['cosine', { per: 'step' }], training: short },
  ),
  'LookSAM by tensor': on(runOf('r1', 'looksam-tensor', { rho: 0.3, k: 3 })),
  'late SAM': on(runOf('r1', 'late-sam', { rho: 0.3, start: 0.5 }), { training: short }),
  'SSAM-D': on(runOf('r1', 'ssam-d', { rho: 0.3, renew: 2, drop: 'weight' })),
  ImbSAM: on(runOf('r1', 'imbsam', { rho: 0.3, tail: [2] })),
  'SAM-ON’s complement': seen(runOf('r1', 'sam-not-on', { rho: 0.1 }), {
    model: ['resnet-cifar', { depth: '8', width: 2, shortcut: 'a' }],
  }),
  'SAM-ON': seen(runOf('r1', 'sam-on', { rho: 0.3 }), { model: ['resnet-cifar', { depth: '8', width: 2, shortcut: 'a' }] }),
  'SAM + SWA': on(runOf('r1', 'swa-sam', { rho: 0.3, swastart: 0.2, swaevery: 2 })),
  EMA: on(runOf('r1', 'ema')),
  'Lookahead on SAM': on(withParts(runOf('r1', 'sam', { rho: 0.3 }), { update: ['lookahead', { forward: 3 }] })),
  'softmax regression, GELU not needed': on(sam, { model: ['softmax'] }),
  'GELU in two layers': on(sam, { model: ['mlp', { depth: 2, width: 6, act: 'gelu', rff: 0 }] }),
  'softmax regression on images': seen(sam, { model: ['softmax'] }),
  'a CNN': seen(sam),
  'a CNN in ASAM’s ball by filter, radius learned': seen(runOf('r1', 'lets-asam', { letslr: 0.2 })),
  'a ResNet with padded shortcuts': seen(sam, { model: ['resnet-cifar', { depth: '8', width: 2, shortcut: 'a' }] }),
  'ASAM on ResNet-20': seen(runOf('r1', 'asam', { rho: 0.5 }), {
    model: ['resnet-cifar', { depth: '20', width: 2, shortcut: 'a' }],
    optimizer: ['sgd', { momentum: 0.9, wd: 5e-4 }],
  }),
  'a ResNet with projections': seen(runOf('r1', 'bisam-log', { rho: 0.1 }), {
    model: ['resnet-cifar', { depth: '8', width: 2, shortcut: 'b' }],
  }),
};

/** The control: SAM's code beside the numbers of another radius. */
const ANOTHER = 'SAM with another radius than was measured, and so not';

/** First steps by this page's float64 reference. */
async function reference({ experiment, raw }: Case): Promise<readonly MeasuredStep[]> {
  const group = createGroup(float64, experiment, raw ? { raw } : {});
  const [member] = (await finish(group)).ticks;
  return measuredFrom((metric) => columnsIn(member?.steps ?? NO_ROWS)[metric]);
}

function written({ experiment, raw }: Case, measured: readonly MeasuredStep[]): string {
  const run = experiment.runs[0] as RunSettings;
  return pytorchScript(experiment, run, excerptOf(experiment, 1, upperSource(run), raw), measured);
}

describe.skipIf(!python)('the same run as PyTorch code', () => {
  const names = [...Object.keys(cases), ANOTHER];
  const said = new Map<string, string>();

  it('runs', { timeout: 180_000 }, async () => {
    for (const [index, name] of names.entries()) {
      const one = cases[name] ?? on(sam);
      const measured = await reference(one);
      expect(
        measured.every(({ loss, norm }) => loss > 0 && norm > 0),
        name,
      ).toBe(true);
      const code = name === ANOTHER ? on(runOf('r2', 'sam', { rho: 0.2 })) : one;
      writeFileSync(join(folder, `${index}.py`), written(code, measured));
    }
    // One interpreter for all: loading torch takes longer than any of the runs.
    const driver =
      "import runpy, sys, traceback\nfiles, sys.argv = sys.argv[1:], [sys.argv[0], '10']\nfor f in files:\n    print('==', flush=True)\n    try:\n        runpy.run_path(f)\n    except Exception:\n        print(traceback.format_exc())";
    const files = names.map((_, index) => join(folder, `${index}.py`));
    const { stdout, stderr, status } = spawnSync(python as string, ['-c', driver, ...files], {
      encoding: 'utf8',
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
    expect(status, stderr).toBe(0);
    stdout
      .split('==\n')
      .slice(1)
      .forEach((text, index) => said.set(names[index] as string, text));
  });

  // First weights are rounded to float32 on their way, which ten steps blow up to about 1e-7.
  it.each(names)('%s has the losses and gradient norms of the reference for ten steps', (name) => {
    const text = said.get(name) ?? '';
    expect(text.match(/^step \d+: loss/gm) ?? [], text).toHaveLength(COMPARED_STEPS);
    const difference = Number(/largest relative difference from the page in its first 10 steps: (\S+)/.exec(text)?.[1]);
    if (name === ANOTHER) expect(difference).toBeGreaterThan(1e-3);
    else expect(difference).toBeLessThan(1e-5);
  });
});

describe('a run as PyTorch code', () => {
  const measured = Array.from({ length: 10 }, () => ({ loss: 1, norm: 1 }));

  it('has no words of the link that end a comment', () => {
    const text = written(seen(sam, { data: ['files', { set: 'halves\nimport os' }] }), measured);
    expect(text).toContain('# v=1');
    expect(text).not.toMatch(/^import os/m);
  });

  it('compares with no step that was not finite', () => {
    expect(
      written(on(sam), [
        { loss: Number.NaN, norm: 1 },
        { loss: 0.5, norm: 2 },
      ]),
    ).toContain('MEASURED = []\n');
  });

  it.each([['ssam-f', 1]])('names the parts of %s that it cannot write, and is not written', (algorithm, parts) => {
    const { experiment } = on(runOf('r1', algorithm));
    const run = experiment.runs[0] as RunSettings;
    const missing = unwritten(experiment, run, { inputShape: [8], classes: 2 });
    expect(missing).toHaveLength(parts);
    expect(() => written({ experiment }, measured)).toThrow(missing[0]);
  });

  it('is written for every other algorithm', () => {
    for (const algorithm of Object.keys(algorithms).filter((name) => name !== 'ssam-f'))
      expect(written(on(runOf('r1', algorithm)), measured), algorithm).toContain('# Run: ' + algorithm);
  });

  it('says that a network with attention cannot be written', () => {
    const { experiment } = seen(sam, { model: ['vit'] });
    expect(unwritten(experiment, sam, { inputShape: [32, 32, 3], classes: 10 }).join()).toContain('attention');
  });
});
