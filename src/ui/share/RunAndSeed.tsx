import { type ReactNode, useState } from 'react';
import type { Experiment, RunSettings } from '../../core/settings/experiment';
import { runLabels } from '../../core/settings/runLabels';

/** One run and seed of an experiment, the first until another is chosen, and the menus to choose it. `what` ends their names: “is saved”. */
export function useRunAndSeed(
  experiment: Experiment,
  what: string,
): { readonly run: RunSettings | undefined; readonly seed: number; readonly menus: ReactNode } {
  const [chosenRun, setRun] = useState('');
  const [chosenSeed, setSeed] = useState<number | null>(null);
  const { seeds } = experiment.training;
  const run = experiment.runs.find((one) => one.id === chosenRun) ?? experiment.runs[0];
  const seed = chosenSeed !== null && seeds.includes(chosenSeed) ? chosenSeed : (seeds[0] ?? 1);
  const menus = (
    <>
      <select className="field" aria-label={`Run ${what}`} value={run?.id} onChange={(event) => setRun(event.target.value)}>
        {runLabels(experiment).map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {seeds.length > 1 ? (
        <select className="field" aria-label={`Seed ${what}`} value={seed} onChange={(event) => setSeed(Number(event.target.value))}>
          {seeds.map((one) => (
            <option key={one} value={one}>
              seed {one}
            </option>
          ))}
        </select>
      ) : null}
    </>
  );
  return { run, seed, menus };
}
