// Replays reference trajectories through the shipped code: in float64, wasm and plain JavaScript
// here, on devices of browsers in the built page's worker.
// `usage` in arguments/golden.mjs says what it takes.
import { goldenArguments, usage } from './arguments/golden.mjs';
import { runCommand } from './command.mjs';
import { replayFolder } from './golden/replayFolder.mjs';
import { openHeadless } from './headless.mjs';
import { openSource } from './loadSource.mjs';
import { openNodeEngine } from './nodeEngine.mjs';

await runCommand(usage, async (argv) => {
  const asked = goldenArguments(argv);
  const source = await openSource();
  try {
    return await replayFolder(asked, { load: source.load, openHeadless, openNodeEngine, say: console.log });
  } finally {
    await source.close();
  }
});
