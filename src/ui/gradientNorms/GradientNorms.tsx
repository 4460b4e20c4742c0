import { useState } from 'react';
import type { GradientNorms as Norms } from '../../core/protocol/views';
import { Histograms } from '../charts/Histograms';
import { usePageState } from '../pageContext';
import { Distribution } from './Distribution';
import './GradientNorms.css';
import { MeasureBar } from './MeasureBar';
import { NormTable } from './NormTable';

const NONE: readonly Norms[] = [];

/** Gradient norms along training, and, measured on request, how they are distributed at one w (AE-SAM fig. 3, 8, 9). */
export function GradientNorms() {
  const measured = usePageState((state) => state.group?.gradientNorms ?? NONE);
  const [chosen, setChosen] = useState<Norms | null>(null);
  const shown = chosen && measured.includes(chosen) ? chosen : measured.at(-1);
  return (
    <>
      <Histograms />
      <section className="norms" aria-labelledby="norms-caption">
        <h3 id="norms-caption" className="norms-caption">
          Distribution of S = ‖∇L(B)‖² <span>over mini-batches B, weights held still</span>
        </h3>
        {/* Whoever asks wants to see the answer. */}
        <MeasureBar isEmpty={shown === undefined} onMeasure={() => setChosen(null)} />
        {shown ? (
          <>
            <Distribution norms={shown} />
            <NormTable measured={measured} shown={shown} onChoose={setChosen} />
          </>
        ) : null}
      </section>
    </>
  );
}
