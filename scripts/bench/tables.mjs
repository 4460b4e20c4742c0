// How measurements are printed. A table is made once per backend.
import { bytes, digits, spread } from './markdown.mjs';
import { compareAlgorithms, compareBatches, compareGroups, compareKernels, comparePeers } from './measurements.mjs';
import { comparePytorch } from './pytorch.mjs';

/** @typedef {{ title: string, header: readonly string[], rows: readonly (readonly string[])[], data: readonly object[] }} Table */

/** Tables by the word the command takes. `measure` gives rows of data; `who` and `figures` are what is printed of one. */
export const tables = {
  peers: {
    title: 'One step of SAM',
    header: [
      'network, batch',
      'library',
      'same losses',
      'ms per step',
      '× first',
      'script ms',
      'dispatches',
      'submits',
      'uploaded',
      'GPU memory',
      'SAM / SGD',
    ],
    measure: byNet(comparePeers),
    who: (row) => [`${row.net}, ${row.batch}`, [row.name ?? row.library, row.version].filter(Boolean).join(' ')],
    figures: ({ ms, deviation, counts, scriptMs, timesReference, samOverSgd }) => [
      deviation === 0 ? 'yes' : `to ${deviation.toExponential(0)}`,
      spread(ms),
      timesReference ? spread(timesReference) : '–',
      ...(counts
        ? [spread(scriptMs), digits(counts.dispatches), digits(counts.submits), bytes(counts.uploadedBytes), bytes(counts.gpuBytes)]
        : ['–', '–', '–', '–', '–']),
      spread(samOverSgd),
    ],
  },
  algorithms: {
    title: 'Basin’s algorithms',
    header: ['network, batch', 'algorithm', 'steps that climbed', 'ms per step', '× SAM', '× SGD'],
    measure: byShortNet(compareAlgorithms),
    who: (row) => [`${row.net}, ${row.batch}`, row.values ? `${row.algorithm}, λ = ${row.values.lambda1}` : (row.algorithm ?? 'all')],
    figures: (row) => [`${Math.round(100 * row.climbed)} %`, spread(row.ms), spread(row.timesSam), spread(row.timesSgd)],
  },
  batches: {
    title: 'Batch sizes, Basin’s SAM',
    header: ['network', 'batch', 'ms per step', '× the smallest', 'samples per second'],
    measure: byShortNet(compareBatches),
    who: (row) => [row.net, String(row.batch ?? 'all')],
    figures: (row) => [spread(row.ms), spread(row.timesFirst), digits(row.samplesPerSecond)],
  },
  runs: {
    title: 'Runs of one group, SAM on the default experiment',
    header: ['runs', 'ms per step of all', '× one run'],
    measure: compareGroups,
    who: (row) => [String(row.runs ?? 'all')],
    figures: (row) => [spread(row.ms), spread(row.timesOne)],
  },
  kernels: {
    title: 'Operations one by one',
    header: ['operation', 'same results', 'Basin, ms', 'TensorFlow.js, ms', '× Basin'],
    measure: compareKernels,
    who: (row) => [row.label ?? 'all'],
    figures: (row) => [`to ${row.deviation.toExponential(0)}`, spread(row.ms), spread(row.peerMs), spread(row.timesOurs)],
  },
  pytorch: {
    title: 'PyTorch, eager',
    header: ['network, batch', 'algorithm', 'ms per step', '× SAM', '× SGD'],
    measure: comparePytorch,
    who: (row) => [`${row.net}, ${row.batch}`, row.algorithm],
    figures: (row) => [spread(row.ms), spread(row.timesSam), spread(row.timesSgd)],
  },
};

/**
 * @param {string} name key of `tables`
 * @param {import('./measurements.mjs').Setup} setup
 * @param {string} backend
 * @returns {Promise<Table>} `data` holds every figure at full resolution, single repetitions included
 */
export async function makeTable(name, setup, backend) {
  const { title, header, measure, who, figures } = tables[name];
  const data = await measure(setup, backend);
  const place = [...new Set([backend, data.find(({ adapter }) => adapter)?.adapter])].filter(Boolean).join(', ');
  return { title: `${title}: ${place}`, header, rows: data.map(cells), data };

  function cells(row) {
    const shown = [...who(row), ...(row.refused ? [`not timed: ${row.refused}`] : figures(row))];
    return header.map((_, column) => shown[column] ?? '');
  }
}

function byNet(measure) {
  return async (setup, backend) => {
    const rows = [];
    for (const net of setup.nets) rows.push(...(await measure(setup, backend, net)));
    return rows;
  };
}

/** Without those whose steps take long: a row per library is all that anybody waits for. */
function byShortNet(measure) {
  return (setup, backend) => byNet(measure)({ ...setup, nets: setup.nets.filter(({ isLong }) => !isLong) }, backend);
}
