import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../scripts/root.mjs';
import { algorithms } from '../src/core/sam/recipes';
import { schedules } from '../src/core/sam/schedule/schedules';
import { optimizers, slots } from '../src/core/sam/slots';
import { circlesAmong, defendedCircles } from './circles';
import { defendedNames, namedIn } from './partNames';
import { exportedTypes, importsOf, LONGEST, longFiles, nameViolations, violationsIn } from './walls';

/** Files with the ending, as paths from `folder`, with `/` on every system. */
function filesIn(folder: string, ending: RegExp): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return entries.map((path) => path.replaceAll('\\', '/')).filter((path) => ending.test(path));
}

const sources = filesIn('src', /\.tsx?$/);

describe('the house', () => {
  it('has files to check', () => {
    expect(sources.length).toBeGreaterThan(10);
  });

  it.each(sources)('keeps its rules in src/%s', (path) => {
    expect(violationsIn(path, readFileSync(join(root, 'src', path), 'utf8'))).toEqual([]);
  });

  it('tells the development server every package that it imports', () => {
    const packages = sources
      // In a process of Node's there is no such server.
      .filter((path) => !path.startsWith('headless/node/'))
      .flatMap((path) => importsOf(readFileSync(join(root, 'src', path), 'utf8')))
      .filter((name) => !name.startsWith('.') && !name.endsWith('.css'));
    const configuration = readFileSync(join(root, 'vite.config.ts'), 'utf8');
    expect([...new Set(packages)].filter((name) => !configuration.includes(`  '${name}',`))).toEqual([]);
  });

  it('runs apart what replaces modules, which its other tests in Node share', () => {
    // This file names the offence in order to find it.
    const shared = filesIn('tests', /(?<!\.apart|\.browser)\.test\.tsx?$/).filter((path) => path !== 'architecture.test.ts');
    expect(shared.filter((path) => readFileSync(join(root, 'tests', path), 'utf8').includes('vi.mock('))).toEqual([]);
  });

  it('names its tests and scripts by what is in them', () => {
    const names = [...filesIn('tests', /\.tsx?$/), ...filesIn('scripts', /\.(mjs|ts)$/)];
    expect(names.flatMap((path) => nameViolations(path))).toEqual([]);
  });

  it('forgets no file that may be long', () => {
    expect(Object.keys(longFiles).filter((path) => !sources.includes(path))).toEqual([]);
  });

  it('gives no name to types of two floors', () => {
    const floors = new Map<string, Set<string>>();
    for (const path of sources.filter((source) => !source.endsWith('.d.ts')))
      for (const name of exportedTypes(readFileSync(join(root, 'src', path), 'utf8')))
        floors.set(name, (floors.get(name) ?? new Set()).add(path.split('/')[0] as string));
    const shared = [...floors].filter(([, own]) => own.size > 1).map(([name]) => name);
    expect(shared).toEqual([]);
  });

  it('draws no unseeded number in tests and scripts', () => {
    const listed = [
      ...filesIn('tests', /\.tsx?$/).map((path) => `tests/${path}`),
      ...filesIn('scripts', /\.(mjs|ts)$/).map((path) => `scripts/${path}`),
    ];
    // This file names the offence in order to be caught.
    const files = listed.filter((path) => path !== 'tests/architecture.test.ts');
    expect(files.filter((path) => /\bMath\.random\(/.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });
});

describe('imports', () => {
  it('run in no circle that is not defended', () => {
    const texts = new Map(sources.map((path) => [path, readFileSync(join(root, 'src', path), 'utf8')]));
    const isDefended = (circle: readonly string[]) => circle.some((path) => Object.hasOwn(defendedCircles, path));
    const found = circlesAmong(texts);
    expect(found.filter((circle) => !isDefended(circle))).toEqual([]);
    // A circle that has opened needs no defence any more.
    expect(found.filter(isDefended)).toHaveLength(Object.keys(defendedCircles).length);
  });

  it('in a circle are found: values, types, over a folder’s index, and loaded ones', () => {
    const texts = new Map([
      ['a.ts', "import { b } from './b';"],
      ['b.ts', "import type { C } from './c';"],
      ['c.tsx', "const d = await import('./d');"],
      ['d/index.ts', "export { a } from '../a';"],
      ['e.ts', "import './a';"],
    ]);
    expect(circlesAmong(texts).map((circle) => [...circle].sort())).toEqual([['a.ts', 'b.ts', 'c.tsx', 'd/index.ts']]);
  });
});

describe('parts and algorithms', () => {
  const names = new Set([algorithms, optimizers, schedules, ...Object.values(slots)].flatMap((registry) => Object.keys(registry)));

  it('are known by name only where they are described, and where that is defended', () => {
    const files = sources.filter((path) => !path.startsWith('core/sam/') && !defendedNames.some(([known]) => known.test(path)));
    const found = files.flatMap((path) => namedIn(readFileSync(join(root, 'src', path), 'utf8'), names).map((line) => `${path}:${line}`));
    expect(found).toEqual([]);
  });

  it('by name are noticed, and ordinary words are not', () => {
    expect(namedIn("const isGsam = run.parts.descent.kind === 'gsam';\nfill = 'none';\nkind !== 'none'", names)).toEqual([
      "1: const isGsam = run.parts.descent.kind === 'gsam';",
      "3: kind !== 'none'",
    ]);
  });
});

describe('the checker notices', () => {
  const offenders: readonly (readonly [string, string, string])[] = [
    ['core/settings/url.ts', "import { create } from 'zustand';", 'core may not import "zustand"'],
    ['core/sam/step.ts', "import type { Engine } from '../../engine/engine';", 'core may not import "../../engine/engine"'],
    ['core/sam/step.ts', "export * from '../../ui/panels/Setup';", 'core may not import "../../ui/panels/Setup"'],
    ['core/random.ts', "import version from '../../package.json';", 'core may not import "../../package.json"'],
    ['engine/training/work.ts', "import { store } from '../../store/store';", 'training may not import "../../store/store"'],
    ['engine/training/work.ts', "const React = await import('react');", 'training may not import "react"'],
    ['engine/devices/race.ts', "import * as tf from '@tensorflow/tfjs-core';", 'devices may not import "@tensorflow/tfjs-core"'],
    ['engine/devices/race.ts', "import { createWork } from '../training/work';", 'devices may not import "../training/work"'],
    ['engine/group/group.ts', "import { openBackend } from '../devices/openBackend';", 'groups may not import "../devices/openBackend"'],
    ['engine/train.ts', '', 'src/engine/train.ts is in no room of the house'],
    ['engine/graph/node.ts', "import { plan } from '../webgpu/fusion';", 'the graph may not import "../webgpu/fusion"'],
    ['engine/webgpu/gpu.ts', "import { plan } from '../wasm/plan';", 'WebGPU may not import "../wasm/plan"'],
    ['engine/wasm/plan.ts', "import { emit } from '../webgpu/emitter';", 'WebAssembly may not import "../webgpu/emitter"'],
    ['engine/tfjs/webgl.ts', "import { trace } from '../graph/trace';", 'TensorFlow.js may not import "../graph/trace"'],
    ['worker/client.ts', "import { train } from './main';", 'the worker\'s page door may not import "./main"'],
    ['worker/client.ts', "import '@tensorflow/tfjs-core';", 'the worker\'s page door may not import "@tensorflow/tfjs-core"'],
    ['ui/panels/Run.tsx', "new Worker(new URL('../../engine/train.ts', import.meta.url));", 'ui may not load "../../engine/train.ts"'],
    ['worker/main.ts', "import { openWorker } from './client.ts';", 'the worker\'s thread may not import "./client.ts"'],
    ['store/store.ts', "import { useStore } from 'zustand';", 'store may not import "zustand"'],
    ['store/store.ts', "import { openWorker } from '../worker/client';", 'store may not import "../worker/client"'],
    ['ui/charts/loss.tsx', "import * as tf from '@tensorflow/tfjs-core';", 'ui may not import "@tensorflow/tfjs-core"'],
    ['ui/panels/Run.tsx', "import {\n  openWorker,\n} from '../../worker/client';", 'ui may not import "../../worker/client"'],
    ['main.tsx', "import { train } from './engine/train';", 'main.tsx may not import "./engine/train"'],
    ['cellar/box.ts', '', 'src/cellar/box.ts is in no room of the house'],
    ['core/stringUtils.ts', '', 'the name "stringUtils" does not say what is in it'],
    ['core/lib/norm.ts', '', 'the name "lib" does not say what is in it'],
    ['engine/group/types.ts', '', 'the name "types" does not say what is in it'],
    ['worker/runManager.ts', '', 'the name "runManager" does not say what is in it'],
    ['core/Norm.ts', '', '"Norm.ts" is not camelCase'],
    ['core/long.ts', '\n'.repeat(LONGEST + 1), `${LONGEST + 1} lines, more than ${LONGEST} without a reason in longFiles`],
  ];

  it('types that a file exports, and none that it mentions', () => {
    const text =
      "export interface Plan {}\nexport type { Other } from './other';\n// export type Not = 1\ninterface Own {}\nexport abstract class Both {}\n";
    expect(exportedTypes(text)).toEqual(['Plan', 'Both']);
  });

  it.each(offenders)('an artificial offence in %s: %s', (path, text, complaint) => {
    expect(violationsIn(path, text)).toEqual([complaint]);
  });

  it.each([
    'const draw = Math.random();',
    'const noise = tf.randomNormal([2]);',
    '<p dangerouslySetInnerHTML={{ __html: text }} />',
    'element.innerHTML = text;',
    "console.log('here');",
    'const step = value as any;',
    '// @ts-ignore',
    '// TODO later',
  ])('the forbidden words of %s', (text) => {
    expect(violationsIn('ui/panels/Run.tsx', text)).toHaveLength(1);
  });

  it("no offence in the one address of the worker's thread", () => {
    const text = "new Worker(new URL('./main.ts', import.meta.url), { type: 'module' });";
    expect(violationsIn('worker/client.ts', text)).toEqual([]);
  });

  it('no offence in an ordinary file', () => {
    const text = "import { LineChart } from 'recharts';\nimport { metrics } from '../../core/metrics/catalogue';\nimport './loss.css';\n";
    expect(violationsIn('ui/charts/loss.tsx', text)).toEqual([]);
  });

  it('every form of import, and none in a comment', () => {
    const text = `
      import a from 'a';
      import {
        b,
      } from "b";
      import 'c';
      export { d } from 'd';
      const e = import('e');
      // import f from 'f';
      /* import g from 'g'; */
      const address = 'https://example.org'; import h from 'h';
    `;
    expect(importsOf(text).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'h']);
  });
});

describe('the compiler', () => {
  const cases: readonly (readonly [floor: string, global: string])[] = [
    ['core', 'window'],
    ['core', 'fetch'],
    ['core', 'setTimeout'],
    ['core', 'navigator'],
    ['store', 'document'],
    ['store', 'Worker'],
    ['engine', 'window'],
    ['engine', 'document'],
    ['worker', 'document'],
  ];

  it('knows no more globals on a floor than exist there', { timeout: 60_000 }, () => {
    const cache = join(root, 'node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'walls-'));
    try {
      const unnoticed = [...new Set(cases.map(([floor]) => floor))].flatMap((floor) => {
        const globals = cases.filter(([name]) => name === floor).map(([, global]) => global);
        const output = compile(folder, floor, globals.map((global) => `export const ${global}Here = ${global};`).join('\n'));
        return globals.filter((global) => !output.includes(`Cannot find name '${global}'`)).map((global) => `${global} in ${floor}`);
      });
      expect(unnoticed).toEqual([]);
      expect(compile(folder, 'core', 'export const list: readonly number[] = [1];')).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has no graphics device in core', { timeout: 60_000 }, () => {
    const cache = join(root, 'node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'walls-'));
    try {
      const text = 'export const lost = (device: GPUDevice) => device.lost;';
      expect(compile(folder, 'core', text)).toContain("Cannot find name 'GPUDevice'");
      expect(compile(folder, 'engine', text)).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The compiler's complaints about `text` under the settings of `floor`. */
function compile(folder: string, floor: string, text: string): string {
  writeFileSync(join(folder, 'offender.ts'), text);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'src', floor, 'tsconfig.json'),
      compilerOptions: { rootDir: folder, outDir: join(folder, 'out') },
      include: ['offender.ts'],
    }),
  );
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' }).stdout;
}
