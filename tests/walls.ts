/**
 * The walls of the house as functions of a file's path and text, so that the same checker judges the real files and
 * the artificial offenders that prove it awake. It reads text, not types: what a floor may *use* is the compiler's
 * business (one tsconfig.json per floor), what it may *import* and *say* is decided here.
 */
import { posix } from 'node:path';

interface Room {
  readonly name: string;
  /** Files of the room; the first room that matches a path owns it. */
  readonly files: RegExp;
  /** Files it may import, as paths under src without extension. */
  readonly rooms: readonly RegExp[];
  readonly packages: readonly RegExp[];
}

const core = /^core\//;
/** Promises of every backend, and how much a device holds. */
const device = /^engine\/devices\/(device|limits)$/;
const store = /^store\//;
const client = /^worker\/client$/;
const registration = /^offline\/registration$/;
const sheet = /\.css$/;

const rooms: readonly Room[] = [
  { name: 'core', files: core, rooms: [core], packages: [/^pure-rand\//, /^fflate$/, /^papaparse$/] },
  {
    name: 'operations',
    files: /^engine\/operations\//,
    // The assembler is a format, as WGSL's text is one: it knows no kernel.
    rooms: [core, /^engine\/operations\//, /^engine\/wasm\/assembler$/],
    packages: [],
  },
  { name: 'the graph', files: /^engine\/graph\//, rooms: [core, /^engine\/graph\//, device], packages: [] },
  { name: 'WebGPU', files: /^engine\/webgpu\//, rooms: [core, /^engine\/(graph|operations|webgpu)\//, device], packages: [] },
  { name: 'WebAssembly', files: /^engine\/wasm\//, rooms: [core, /^engine\/(graph|operations|wasm)\//, device], packages: [] },
  {
    name: 'TensorFlow.js',
    files: /^engine\/tfjs\//,
    rooms: [core, /^engine\/(operations|tfjs)\//, /^engine\/webgpu\/(adapter|watchDevice)$/, device],
    packages: [/^@tensorflow\/tfjs/],
  },
  { name: 'groups', files: /^engine\/group\//, rooms: [core, /^engine\/group\//, device], packages: [] },
  { name: 'members that are spread', files: /^engine\/spread\//, rooms: [core, /^engine\/(spread|group)\//, device], packages: [] },
  {
    name: 'devices',
    files: /^engine\/devices\//,
    rooms: [core, /^engine\/devices\//, /^engine\/group\//, /^engine\/(webgpu|wasm)\/open$/, /^engine\/tfjs\/(webgpuEager|webgl|cpu)$/],
    packages: [],
  },
  {
    name: 'training',
    files: /^engine\/training\//,
    rooms: [core, /^engine\/(training|devices|group|spread)\//, /^engine\/tfjs\/layersModel$/],
    packages: [],
  },
  {
    name: "the worker's page door",
    files: /^worker\/(client|filesDoor|keptDoor|runLock)\.ts$/,
    rooms: [core, /^worker\/(filesDoor|keptDoor|runLock)$/],
    packages: [],
  },
  { name: 'what keeps studies', files: /^worker\/keptJobs\.ts$/, rooms: [core], packages: [/^idb-keyval$/] },
  {
    name: "the worker's thread",
    files: /^worker\//,
    rooms: [core, /^engine\//, /^worker\/(?!client$|filesDoor$|keptDoor$|keptJobs$)/],
    packages: [/^idb-keyval$/, /^hyparquet$/, /^fflate$/],
  },
  { name: 'what keeps the page offline', files: /^offline\//, rooms: [], packages: [] },
  { name: 'store', files: store, rooms: [core, store], packages: [/^zustand\/(vanilla|middleware|shallow|vanilla\/shallow)$/] },
  {
    name: 'ui',
    files: /^ui\//,
    rooms: [core, store, /^ui\//],
    packages: [/^react$/, /^react-dom(\/client)?$/, /^react\/jsx-runtime$/, /^recharts$/, /^uqr$/, /^zustand(\/|$)/],
  },
  { name: 'the library', files: /^library\//, rooms: [core, /^library\//], packages: [] },
  {
    name: 'the headless process',
    files: /^headless\/node\//,
    rooms: [
      core,
      /^engine\/training\/trainer$/,
      /^worker\/(files|summarize)$/,
      /^worker\/files\/(namedBlob|readPictures)$/,
      /^headless\/(session$|node\/)/,
    ],
    packages: [/^sharp$/],
  },
  { name: 'the headless page', files: /^headless\//, rooms: [core, store, client, /^worker\/keptJobs$/, /^headless\//], packages: [] },
  {
    name: 'main.tsx',
    files: /^main\.tsx$/,
    rooms: [core, store, client, registration, /^headless\/studyTools$/, /^ui\//, sheet],
    packages: [/^react(-dom(\/client)?)?$/, /^idb-keyval$/, /^@fontsource-variable\//],
  },
  { name: 'declarations', files: /^[^/]+\.d\.ts$/, rooms: [], packages: [] },
];

/** Longest file without a reason, in lines. */
export const LONGEST = 400;

/** Files that may be longer, each with its reason. */
export const longFiles: Readonly<Record<string, string>> = {};

const forbiddenTexts: readonly (readonly [RegExp, string])[] = [
  [/\bMath\.random\b/, 'Math.random: draw from core/random, which has a seed'],
  [/\btf\.(random\w*|truncatedNormal|multinomial|dropout)\b/, 'tf.random: draw from core/random, which every backend shares'],
  [
    /\bdangerouslySetInnerHTML\b|\b(inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b/,
    'HTML from text: links come from strangers',
  ],
  [/\bconsole\.(log|debug|info)\b/, 'console.log: say it on the page or not at all'],
  [/\bas any\b/, 'as any: the wall or the design is wrong'],
  [/@ts-(ignore|nocheck)\b/, '@ts-ignore: the wall or the design is wrong'],
  [/\bTODO\b|\bFIXME\b/, 'TODO: an unfinished thought'],
];

/** Words that say "I do not know my room": anywhere in a name, or as a whole name. */
const forbiddenWords = new Set(['utils', 'util', 'helper', 'helpers', 'misc', 'manager', 'common']);
const forbiddenNames = new Set(['lib', 'types']);

/** Complaints about one file under src. `path` is relative to src, with `/`. */
export function violationsIn(path: string, text: string): string[] {
  return [...importViolations(path, text), ...textViolations(text), ...nameViolations(path), ...lengthViolations(path, text)];
}

/** Complaints about the name of any file of the repository. `path` is relative to the folder that holds it. */
export function nameViolations(path: string): string[] {
  const parts = path.split('/').map((part) => part.replace(/(?<=.)\..*$/, ''));
  const forbidden = parts.filter((part) => {
    const words = part.split(/(?<=[a-z0-9])(?=[A-Z])|[-_]/).map((word) => word.toLowerCase());
    return forbiddenNames.has(part.toLowerCase()) || words.some((word) => forbiddenWords.has(word));
  });
  const complaints = forbidden.map((part) => `the name "${part}" does not say what is in it`);
  const file = posix.basename(path);
  if (/\.ts$/.test(file) && !/^[a-z][A-Za-z0-9]*(\.[a-z]+)*\.ts$/.test(file)) complaints.push(`"${file}" is not camelCase`);
  if (/\.tsx$/.test(file) && !/^[A-Za-z][A-Za-z0-9]*(\.[a-z]+)*\.tsx$/.test(file))
    complaints.push(`"${file}" is neither PascalCase nor camelCase`);
  return complaints;
}

/** Names of the interfaces, type aliases and classes that a file exports where it declares them. */
export function exportedTypes(text: string): string[] {
  const declared = withoutComments(text).matchAll(/^export (?:declare )?(?:abstract )?(?:interface|type|class) (\w+)/gm);
  return [...declared].map((match) => match[1] as string);
}

/** Modules that a file imports or exports from, statically or dynamically. Comments do not count. */
export function importsOf(text: string): string[] {
  const code = withoutComments(text);
  const patterns = [
    /(?:^|[;}\s])(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /(?:^|[;}\s])import\s*['"]([^'"]+)['"]/g,
    /\bimport\s*\(\s*['"`]([^'"`]+)['"`]/g,
    /\bimport\.meta\.glob\w*\s*\(\s*['"`]([^'"`]+)['"`]/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] as string));
}

/** Source files that are named by address, as a worker's is. */
function addressesOf(text: string): string[] {
  const addresses = withoutComments(text).matchAll(/\bnew URL\(\s*['"`]([^'"`]+\.[cm]?tsx?)['"`]\s*,\s*import\.meta\.url/g);
  return [...addresses].map((match) => match[1] as string);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|[^:'"`\\])\/\/.*$/gm, '');
}

/** Threads are started by their doors, and by nobody else. */
const threads: Readonly<Record<string, string>> = {
  'worker/client.ts': './main.ts',
  'worker/filesDoor.ts': './filesThread.ts',
  'worker/main.ts': './hand.ts',
};

function importViolations(path: string, text: string): string[] {
  const room = rooms.find(({ files }) => files.test(path));
  if (room === undefined) return [`src/${path} is in no room of the house`];
  const addresses = addressesOf(text).filter((name) => threads[path] !== name);
  const loads = addresses.map((name) => `${room.name} may not load "${name}"`);
  const imports = importsOf(text).flatMap((name) => {
    const isRelative = name.startsWith('.') || name.startsWith('/');
    const target = isRelative ? posix.join(posix.dirname(path), name.replace(/\?.*$/, '')).replace(/\.[cm]?tsx?$/, '') : name;
    // A sheet beside its component belongs to whoever may have components.
    const isOwnSheet = isRelative && sheet.test(target) && posix.dirname(target).split('/')[0] === path.split('/')[0];
    const allowed = isRelative ? isOwnSheet || room.rooms.some((rule) => rule.test(target)) : room.packages.some((rule) => rule.test(name));
    return allowed ? [] : [`${room.name} may not import "${name}"`];
  });
  return [...loads, ...imports];
}

function textViolations(text: string): string[] {
  return forbiddenTexts.filter(([pattern]) => pattern.test(text)).map(([, complaint]) => complaint);
}

function lengthViolations(path: string, text: string): string[] {
  const lines = text.split('\n').length - 1;
  const reason = longFiles[path];
  if (lines > LONGEST && reason === undefined) return [`${lines} lines, more than ${LONGEST} without a reason in longFiles`];
  if (lines <= LONGEST && reason !== undefined) return [`listed in longFiles, though it has only ${lines} lines`];
  return [];
}
