// Jobs as an array of Slurm, written as a script that a person can read, change and submit again.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { refuse } from '../../command.mjs';
import { root } from '../../root.mjs';

/** Tasks of one array: Slurm's MaxArraySize is 1001 where nobody has changed it. */
const MOST_TASKS = 1000;
/** Seconds before its time is over at which a task is told to write its checkpoint. */
const NOTICE_S = 60;

/** @implements {import('./engine.mjs').StudyEngine} */
export const slurm = {
  summary:
    'an array job of Slurm (sbatch): --limit tasks at once, --chunk jobs per task, --partition, --time, --gres, --mem, --account; --write-only writes the script',
  options: {
    limit: { type: 'string' },
    chunk: { type: 'string' },
    partition: { type: 'string' },
    time: { type: 'string' },
    gres: { type: 'string' },
    mem: { type: 'string' },
    account: { type: 'string' },
    'write-only': { type: 'boolean' },
  },

  async submit(folder, ids, asked) {
    if (ids.length === 0) return 'Nothing is left to train.';
    const own = slurmFolder(folder);
    mkdirSync(own, { recursive: true });
    const chunk = Math.max(whole('chunk', asked.chunk ?? '1'), Math.ceil(ids.length / MOST_TASKS));
    const tasks = Array.from({ length: Math.ceil(ids.length / chunk) }, (_, task) => ids.slice(task * chunk, (task + 1) * chunk));
    writeFileSync(join(own, 'tasks.txt'), `${tasks.map((task) => task.join(' ')).join('\n')}\n`);
    const script = join(own, 'study.sh');
    writeFileSync(script, scriptOf(folder, tasks.length, asked));
    chmodSync(script, 0o755);
    if (asked['write-only']) return `${script} is written: sbatch ${script} submits it.`;
    const [array = ''] = run('sbatch', ['--parsable', script]).trim().split(';');
    writeFileSync(join(own, 'array.json'), `${JSON.stringify({ array, tasks })}\n`);
    return `Array job ${array}: ${tasks.length} tasks for ${ids.length} jobs. basin jobs ${folder} --engine slurm says how they stand, basin show ${folder} what they found.`;
  },

  async states(folder) {
    const { array, tasks } = arrayOf(folder);
    const states = new Map();
    // One line per task, `-r`; an array that has ended is unknown to squeue, which is no error here.
    for (const line of run('squeue', ['-h', '-r', '-j', array, '-o', '%K %T'], { isOptional: true }).split('\n')) {
      const [task, state = ''] = line.trim().split(' ');
      for (const id of tasks[Number(task)] ?? []) states.set(id, state === 'PENDING' ? 'queued' : state.toLowerCase());
    }
    return states;
  },

  async cancel(folder) {
    const { array } = arrayOf(folder);
    run('scancel', [array]);
    return `Array job ${array} is cancelled. What was trained is in ${folder}; what had begun left a checkpoint at most a minute old.`;
  },
};

const slurmFolder = (folder) => join(folder, 'slurm');

function arrayOf(folder) {
  const file = join(slurmFolder(folder), 'array.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : refuse(`${folder} was not handed to Slurm: there is no ${file}.`);
}

function scriptOf(folder, tasks, { limit, partition, time, gres, mem, account }) {
  const [path, own] = [resolve(folder), resolve(slurmFolder(folder))];
  const wanted = { partition, time, gres, mem, account };
  return `#!/bin/bash
# The jobs of ${path}, one line of tasks.txt per task. What has a result is left alone, so it may be submitted again at any time.
#SBATCH --job-name=basin-${basename(path).replace(/[^\w-]/g, '-')}
#SBATCH --array=0-${tasks - 1}${limit === undefined ? '' : `%${whole('limit', limit)}`}
#SBATCH --ntasks=1 --cpus-per-task=1
#SBATCH --requeue --open-mode=append
#SBATCH --output=${own}/%a.out
# Told before its time is over, a task writes its checkpoint and queues again.
#SBATCH --signal=B:USR1@${NOTICE_S}
${Object.entries(wanted)
  .filter(([, value]) => value !== undefined)
  .map(([option, value]) => `#SBATCH --${option}=${value}\n`)
  .join('')}
ids=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${quoted(join(own, 'tasks.txt'))})
# shellcheck disable=SC2086
${quoted(process.execPath)} ${quoted(join(root, 'scripts/study/worker.mjs'))} ${quoted(path)} $ids &
worker=$!
again=0
trap 'again=1; kill -TERM $worker' USR1
trap 'kill -TERM $worker' TERM
wait $worker; status=$?
# A trap ends the first wait.
if kill -0 $worker 2>/dev/null; then wait $worker; status=$?; fi
if [ $again = 1 ]; then scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"; fi
exit $status
`;
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

function whole(option, text) {
  return /^[1-9]\d*$/.test(text) ? Number(text) : refuse(`--${option} is a whole number from 1 on, not “${text}”.`);
}

function run(command, args, { isOptional = false } = {}) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (isOptional && error.code !== 'ENOENT') return '';
    const why =
      error.code === 'ENOENT'
        ? 'it is not installed here'
        : String(error.stderr ?? error.message)
            .trim()
            .split('\n')[0];
    throw new Error(`${command} failed: ${why}. Run this where Slurm’s commands are, or take --engine local.`);
  }
}
