import { useId, useState } from 'react';
import { inexpressible } from '../../core/checkpoints/expressible';
import { layersOf } from '../../core/models/models';
import type { NetworkFormat } from '../../core/protocol/protocol';
import { RECORDED_GROUP } from '../../core/protocol/recording';
import { failures } from '../../core/failures';
import { sentences } from '../../core/notice';
import { fileNameOf } from '../../store/document';
import { factsAbout } from '../../store/facts';
import { FilePicker } from '../data/FilePicker';
import { count } from '../format';
import { usePageState, useTools } from '../pageContext';
import { useRunAndSeed } from './RunAndSeed';
import { save } from './saving';

const FILES: Readonly<Record<NetworkFormat, { readonly ending: string; readonly type: string; readonly contents: string }>> = {
  'layers-model': {
    ending: 'zip',
    type: 'application/zip',
    contents: 'It holds model.json and weights.bin, for tf.loadLayersModel.',
  },
  safetensors: {
    ending: 'safetensors',
    type: 'application/octet-stream',
    contents: 'It holds every tensor by its name, exactly as it is here.',
  },
};

/** The network of one run and seed as it is now, for other programs and for this page. */
export function NetworkExport({ onOpened }: { readonly onOpened: () => void }) {
  const id = useId();
  const { page } = useTools();
  const experiment = usePageState((state) => state.group?.experiment ?? state.experiment);
  const members = usePageState((state) => state.group?.members ?? null);
  const isHere = usePageState(
    ({ group }) => group !== null && group.id !== RECORDED_GROUP && group.phase !== 'failed' && group.facts !== null,
  );
  const datasets = usePageState((state) => state.datasets);
  const [status, setStatus] = useState('');
  const [problem, setProblem] = useState('');
  const { run, seed, menus } = useRunAndSeed(experiment, 'whose network is saved');
  const member = members?.find((one) => one.run === run?.id && one.seed === seed);
  const facts = factsAbout({ experiment, datasets });
  const missing = facts ? inexpressible(layersOf(experiment.model, facts)) : [];
  const isBroken = typeof member?.divergedAt === 'number';
  if (!run) return null;

  /** The worker writes it between two blocks of steps; the file is offered when it is here. */
  const write = (format: NetworkFormat) => {
    if (!member) return;
    setStatus('');
    setProblem('');
    const { failure: before } = page.store.getState();
    const stop = page.store.subscribe((state) => {
      const { saved, failure } = state;
      if (failure && failure !== before) {
        stop();
        setProblem(sentences(failure));
      }
      if (!saved || saved.member.id !== member.id || saved.format !== format) return;
      stop();
      const { ending, type, contents } = FILES[format];
      const name = `${fileNameOf(state, new Date().toISOString())}_${run.algorithm}-${seed}_step${saved.step}.${ending}`;
      save(name, new Blob([saved.bytes as Uint8Array<ArrayBuffer>]), type);
      setStatus(`Saved as it was at step ${count(saved.step)}. ${contents}`);
    });
    page.saveNetwork(member.id, format);
  };

  return (
    <section aria-labelledby={id}>
      <h3 id={id}>Network</h3>
      <p>
        The weights of one run as they are now. Either file opens here again: drop it on the page, or{' '}
        <FilePicker label="Files of weights" accept=".safetensors,.zip,.json,.bin" onTaken={onOpened}>
          open a file
        </FilePicker>
        ; then every run starts from its weights.
      </p>
      <div className="share-buttons">
        {menus}
        <button type="button" className="button" disabled={!isHere || isBroken || missing.length > 0} onClick={() => write('layers-model')}>
          Save for TensorFlow.js
        </button>
        <button type="button" className="button" disabled={!isHere || isBroken} onClick={() => write('safetensors')}>
          Save safetensors
        </button>
        <span className="share-aside" aria-live="polite">
          {status}
        </span>
      </div>
      {isHere ? null : <p className="share-problem">There is no network here yet. Press Run first.</p>}
      {isHere && isBroken ? <p className="share-problem">{failures['network-diverged']}</p> : null}
      {missing.length > 0 ? (
        <p className="share-problem">
          TensorFlow.js has no layer for {missing.join(' and ')}, so this network is saved as safetensors only.
        </p>
      ) : null}
      {problem ? (
        <p className="share-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </section>
  );
}
