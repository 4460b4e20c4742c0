// Makes one document of a study's folder: what the page opens. Mixed engines or data are refused unless told.
import { parseArguments, refuse, runCommand, STATUS } from './command.mjs';
import { loadEngine } from './nodeEngine.mjs';
import { checkOut, writeOut } from './outFile.mjs';
import { resultsIn, studyOf } from './study/show.mjs';

const usage = 'usage: basin merge <folder> --out <file.json> [--force] [--mixed] [--partial]';

await runCommand(usage, async (argv) => {
  const { values, positionals } = parseArguments(argv, {
    usage,
    options: { out: { type: 'string' }, force: { type: 'boolean' }, mixed: { type: 'boolean' }, partial: { type: 'boolean' } },
    positionals: 1,
  });
  const [folder] = positionals;
  if (folder === undefined || values.out === undefined) return refuse(usage);
  const force = values.force ?? false;
  checkOut(values.out, { force, endings: ['.json'] });
  const load = await loadEngine();
  const { asked, study } = await studyOf(folder, load);
  const { results, illegal } = await resultsIn(
    folder,
    study.jobs.map(({ id }) => id),
    load,
  );
  for (const line of illegal) console.error(`Left out: ${line}`);
  const { mergedStudy, mixture } = await load('src/core/study/merged.ts');
  const mixed = mixture([...results.values()]);
  if (mixed && !values.mixed) return refuse(`${mixed} --mixed merges them all the same.`);
  const missing = study.jobs.length - results.size;
  if (missing > 0 && !values.partial)
    return refuse(`${missing} of ${study.jobs.length} results are missing. Run the study again, or take what is there with --partial.`);
  writeOut(values.out, `${JSON.stringify(mergedStudy(asked.link, [...results.values()]))}\n`, { force });
  console.error(`${values.out}: ${results.size} of ${study.jobs.length} results.`);
  return STATUS.done;
});
