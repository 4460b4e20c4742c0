// Assembles what is published: the page, the engine for Node, the library and the commands, in `package/`, which `npm pack` and
// `npm publish` take. It needs no dependency: everything is bundled, and what is optional is named.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endWithHelp } from './command.mjs';
import { buildIfStale } from './buildIfStale.mjs';
import { buildEngine } from './nodeEngine.mjs';
import { root } from './root.mjs';

endWithHelp('usage: node scripts/package.mjs (writes package/, for npm pack ./package)');

const out = join(root, 'package');
/** Entry by file under `src/library`: what is imported as `basin/<entry>`. */
const entries = { sam: 'sam', 'sam/tensorflow': 'tensorflow' };
/** Commands and what they share; benchmarks, evidence and checks of this repository stay here. */
const scripts = [
  'basin',
  'train',
  'study',
  'worker',
  'jobs',
  'merge',
  'show',
  'page',
  'command',
  'install',
  'lock',
  'outFile',
  'root',
  'serve',
  'headers',
  'contentSecurityPolicy',
  'headless',
  'browser',
  'buildIfStale',
  'nodeEngine',
];

buildIfStale();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
rmSync(out, { recursive: true, force: true });
mkdirSync(out);
cpSync(join(root, 'dist'), join(out, 'dist'), { recursive: true });
await buildEngine(join(out, 'engine'));
await buildLibrary();
for (const name of scripts) cpSync(join(root, 'scripts', `${name}.mjs`), join(out, 'scripts', `${name}.mjs`));
for (const folder of ['arguments', 'study', 'train'])
  cpSync(join(root, 'scripts', folder), join(out, 'scripts', folder), { recursive: true });
for (const file of ['LICENSE', 'NOTICE', 'CHANGELOG.md']) cpSync(join(root, file), join(out, file));
cpSync(join(root, 'docs', 'package.md'), join(out, 'README.md'));
const { version, license, description, engines, repository, devDependencies } = manifest;
const optional = ['sharp', 'bullmq', 'ioredis', 'webgpu', 'playwright-core'];
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify(
    {
      name: 'basin',
      version,
      type: 'module',
      license,
      description,
      engines,
      ...(repository ? { repository } : {}),
      bin: { basin: 'scripts/basin.mjs' },
      exports: Object.fromEntries(
        Object.entries(entries).map(([entry, file]) => [`./${entry}`, { types: `./lib/${file}.d.ts`, default: `./lib/${file}.js` }]),
      ),
      sideEffects: false,
      peerDependencies: Object.fromEntries(optional.map((name) => [name, `^${devDependencies[name]}`])),
      peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
    },
    null,
    2,
  )}\n`,
);
console.log(`package/ is whole: npm pack ./package`);

/** One file per entry, and their types, which name nothing of the repository's own. */
async function buildLibrary() {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'es2022',
      outDir: join(out, 'lib'),
      copyPublicDir: false,
      minify: false,
      lib: {
        entry: Object.fromEntries(Object.values(entries).map((file) => [file, join(root, `src/library/${file}.ts`)])),
        formats: ['es'],
      },
      rolldownOptions: { output: { chunkFileNames: '[name]-[hash].js' } },
    },
  });
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build', join(root, 'src/library')], {
    stdio: 'inherit',
  });
  for (const file of Object.values(entries)) {
    const types = join(root, 'node_modules/.cache/basin/types/src/library', `${file}.d.ts`);
    if (!existsSync(types)) throw new Error(`There are no types of ${file}: tsc --build src/library wrote none.`);
    // Node's own resolution wants the ending.
    writeFileSync(join(out, 'lib', `${file}.d.ts`), readFileSync(types, 'utf8').replace(/from '(\.\/[^']+)'/g, "from '$1.js'"));
  }
}
