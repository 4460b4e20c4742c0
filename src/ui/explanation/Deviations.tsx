import { deviationsOf } from '../../core/settings/composition';
import type { RunSettings } from '../../core/settings/experiment';

/** Where a run differs from its papers, part by part. */
export function Deviations({ run }: { readonly run: RunSettings }) {
  const deviations = deviationsOf(run);
  if (deviations.length === 0) return null;
  return (
    <section aria-label="Differs from the paper or its code" className="how-deviations">
      <h3 className="caption">Differs from the paper or its code</h3>
      <ul>
        {deviations.map(({ part, deviation }) => (
          <li key={part}>
            {part}: {deviation}
          </li>
        ))}
      </ul>
    </section>
  );
}
