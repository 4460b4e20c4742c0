import { useState } from 'react';
import { nth } from '../../core/numbers';
import type { Between } from '../../core/protocol/findings';
import { shortNames } from '../../store/shortNames';
import { useCards } from '../boundary/RunCards';
import { domainOf } from '../charts/ticks';
import { percent, quantity } from '../format';
import { usePageState } from '../pageContext';
import { type RunStyle, runStyles } from '../theme/palette';
import { barrierSentence, meanColumn } from './barrier';
import { LinePlot, type StageLine } from './LinePlot';
import { Phrases } from './Phrases';
import { StageNote } from './StageNote';
import { stepOf, useFindings } from './useFindings';

/** Places measured on the line. */
const PLACES = 21;
/** What is drawn is of no run: ink, and dashes tell training from test. */
const INK: ReadonlyMap<string, Pick<RunStyle, 'color' | 'text' | 'dash'>> = new Map([
  ['train', { color: 'var(--ink)', text: 'var(--ink)', dash: '' }],
  ['test', { color: 'var(--ink-2)', text: 'var(--ink-2)', dash: '5 3' }],
]);
const NAMES = new Map([
  ['train', 'train'],
  ['test', 'test'],
]);

/** Loss and accuracy along the straight line from one run's weights to another's. */
export function BetweenView() {
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const classes = usePageState((state) => state.group?.points[0]?.classes ?? 2);
  const cards = useCards();
  const [chosen, setChosen] = useState<{ readonly from?: string; readonly to?: string }>({});
  const [at, setAt] = useState(0.5);
  const known = (run: string | undefined) => cards.find((card) => card.run === run)?.run;
  const from = known(chosen.from) ?? cards[0]?.run ?? '';
  const to = [known(chosen.to), cards[1]?.run, cards[0]?.run].find((run) => run !== undefined && run !== from) ?? '';
  const asked = to === '' ? [] : [{ what: 'between', from, to } as const];
  const findings = useFindings<Between>(asked, PLACES * experiment.training.seeds.length);
  const [between] = findings.found;
  const names = shortNames(experiment);
  const styles = runStyles(experiment);
  if (to === '') return <p className="stage-note">There is a line between two runs: add another one.</p>;
  const place = Math.round(at * (PLACES - 1));
  const choice = (word: string, value: string, other: string, set: (run: string) => void) => (
    <label>
      {word}{' '}
      <select value={value} onChange={(event) => set(event.target.value)} style={{ color: styles.get(value)?.text }}>
        {cards
          .filter(({ run }) => run !== other)
          .map(({ run, label }) => (
            <option key={run} value={run}>
              {label}
            </option>
          ))}
      </select>
    </label>
  );
  const plot = (about: 'Loss' | 'Accuracy', found: Between) => {
    const [train, test] = about === 'Loss' ? (['trainLoss', 'testLoss'] as const) : (['trainAccuracy', 'testAccuracy'] as const);
    const lines: StageLine[] = [
      ...(found.lines.length > 1
        ? found.lines.flatMap((line) => [
            { run: 'train', values: line[train], isSeed: true },
            { run: 'test', values: line[test], isSeed: true },
          ])
        : []),
      { run: 'train', values: meanColumn(found.lines, train) },
      { run: 'test', values: meanColumn(found.lines, test) },
    ];
    const y =
      about === 'Accuracy'
        ? ([0, 100] as const)
        : (domainOf(
            lines.flatMap(({ values }) => [...values]),
            { scale: 'linear', least: [0, Math.log(classes)] },
          ) ?? ([0, 1] as const));
    const said = lines
      .filter(({ isSeed = false }) => !isSeed)
      .map(({ run, values }) => `${run} ${quantity(nth(values, place))}`)
      .join(', ');
    return (
      <LinePlot
        label={`${about} from ${names.get(from)} to ${names.get(to)}: ${said} at ${percent(100 * at)} of the way.`}
        x={found.places.map((one) => 100 * one)}
        lines={lines}
        y={y}
        below={`% of the way from ${names.get(from)} to ${names.get(to)}`}
        beside={about === 'Loss' ? 'loss, nats' : 'accuracy, %'}
        names={NAMES}
        styles={INK}
        at={(100 * place) / (PLACES - 1)}
        onPoint={(x) => setAt(Math.min(1, Math.max(0, x / 100)))}
      />
    );
  };
  return (
    <>
      <div className="stage-controls">
        {choice('From', from, to, (run) => setChosen({ from: run, to }))}
        {choice('to', to, from, (run) => setChosen({ from, to: run }))}
        <label className="stage-slider">
          <span>
            <b>{Math.round(100 * at)} %</b> of the way
          </span>
          <input
            type="range"
            min={0}
            max={PLACES - 1}
            step={1}
            value={place}
            aria-valuetext={`${Math.round(100 * at)} %`}
            onChange={(event) => setAt(Number(event.target.value) / (PLACES - 1))}
          />
        </label>
        {between ? (
          <p className="stage-reading">
            clean accuracy <b>{percent(nth(meanColumn(between.lines, 'testAccuracy'), place))}</b>, train loss{' '}
            <b>{quantity(nth(meanColumn(between.lines, 'trainLoss'), place))}</b>
          </p>
        ) : null}
      </div>
      {between ? (
        <>
          <div className="stage-pair">
            {plot('Loss', between)}
            {plot('Accuracy', between)}
          </div>
          <Phrases phrases={barrierSentence(between, (run) => names.get(run) ?? run)} styles={styles} />
        </>
      ) : null}
      <StageNote
        of={findings}
        step={stepOf(between)}
        cost="21 places, each measured on the training and test samples; batch norm’s statistics are taken anew at each."
      />
    </>
  );
}
