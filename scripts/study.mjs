// Trains a study: every job that has no result yet in the folder, by the engine asked for. Safe to run twice, or at once.
import { statSync } from 'node:fs';
import { studyArguments, studyRequest, usage } from './arguments/study.mjs';
import { BadArguments, runCommand, STATUS } from './command.mjs';
import { loadEngine, openNodeEngine } from './nodeEngine.mjs';
import { engines } from './study/engines/engine.mjs';
import { hasResult, openFolder } from './study/folder.mjs';
import { showStudy } from './study/show.mjs';

await runCommand(usage, async (argv, { stopped }) => {
  const { link, out, engine, backend, plan, seeds, data, read, ...own } = studyArguments(argv);
  const load = await loadEngine();
  const request = await studyRequest({ link, seeds, data, read }, load, (sentence) => console.error(sentence));
  const set = request.files === undefined ? undefined : await idOf(request);
  const study = request.read(set);
  const { encode } = await load('src/core/settings/link.ts');
  console.error(`${counted(study.jobs.length, 'training')} (${counted(study.points.length, 'point')}) of ${study.labels.join(', ')}.`);
  if (plan) {
    for (const { id, link: job } of study.jobs) console.log(`${id} ${job}`);
    return STATUS.done;
  }
  const { version } = await load('package.json');
  openFolder(out, {
    format: 'basin-study-folder',
    link: encode(study.experiment),
    version,
    backend,
    ...(set === undefined ? {} : { data: set, files: request.files, reading: request.reading }),
    jobs: study.jobs.map((job) => [job.id, job.link]),
  });
  const missing = study.jobs.map(({ id }) => id).filter((id) => !hasResult(out, id));
  if (missing.length < study.jobs.length) console.error(`${counted(study.jobs.length - missing.length, 'result')} already there.`);
  let ended = 0;
  const failed = [];
  const handed = await engines[engine].submit(out, missing, {
    ...own,
    signal: stopped,
    onEnd({ id, outcome, reason }) {
      ended++;
      if (outcome === 'failed') failed.push(`${id}: ${reason}`);
      console.error(`${ended} of ${missing.length} ${id} ${outcome}${reason === undefined ? '' : `: ${reason}`}`);
    },
  });
  if (handed) {
    console.error(handed);
    return STATUS.done;
  }
  for (const line of await showStudy(out, load)) console.log(line);
  return failed.length > 0 ? STATUS.failed : STATUS.done;
});

/** Read once, to know which data set it is. */
async function idOf({ files, reading }) {
  const engine = await openNodeEngine();
  try {
    const { id, name, count, classes, notes = [] } = await engine.readFiles(files, { isFolder: statSync(files).isDirectory(), reading });
    console.error([`${name}: ${count} samples in ${classes} classes.`, ...notes].join(' '));
    return id;
  } catch (error) {
    throw new BadArguments(error.message);
  } finally {
    await engine.close();
  }
}

function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
