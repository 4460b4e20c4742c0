// A process that trains jobs of one folder: of its parent, one at a time, or those that its arguments name.
import { openTraining } from './trainJobs.mjs';

/** Of a process that was told to end, and has. */
const STOPPED = 143;

const [folder, ...ids] = process.argv.slice(2);
const stopped = new AbortController();
let isBusy = true;
for (const signal of ['SIGTERM', 'SIGINT', 'SIGUSR1']) {
  process.on(signal, () => {
    if (!isBusy) process.exit(STOPPED);
    stopped.abort(signal);
  });
}

const training = await openTraining(folder);

if (process.send) {
  // A parent that is gone needs nothing more.
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ train }) => void trainOne(train));
  isBusy = false;
  process.send({ ready: true });
} else {
  let status = 0;
  for (const id of ids) {
    try {
      const { outcome, reason } = await training.train(id, { signal: stopped.signal });
      console.log(`${id} ${outcome}${reason === undefined ? '' : `: ${reason}`}`);
      if (outcome === 'failed') status = 1;
    } catch {
      console.log(`${id} stopped, to go on from its checkpoint`);
      process.exit(STOPPED);
    }
  }
  process.exit(status);
}

async function trainOne(id) {
  isBusy = true;
  try {
    const ended = await training.train(id, { signal: stopped.signal });
    isBusy = false;
    process.send({ ended });
  } catch {
    // Its checkpoint is written.
    process.exit(STOPPED);
  }
}
