// A process that holds one session: gives Node a `navigator.gpu`, loads the built session and answers its parent's calls.
import { pathToFileURL } from 'node:url';
import { create, globals } from 'webgpu';

Object.assign(globalThis, globals);
// A getter in newer Nodes, absent in older ones.
Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]), userAgent: 'Node' }, configurable: true });

const { session } = await import(pathToFileURL(process.argv[2]).href);

process.on('message', (question) => void answer(question));

async function answer({ name, args }) {
  try {
    process.send({ result: await session[name](...args) });
  } catch (error) {
    process.send({ error: error instanceof Error ? error.message : String(error) });
  }
}
