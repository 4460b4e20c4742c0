// How measurements are printed. A table is made once per backend.
import { bytes, digits, spread } from './markdown.mjs';
import { compareAlgorithms, compareBatches, compareGroups, comparePeers } from './measurements.mjs';
import { comparePytorch } from './pytorch.mjs';

/** @typedef {{ title: string, header: readonly string[], rows: readonly (readonly string[])[], data: readonly object[] }} Table */

/** Tables by the word the command takes. `measure` gives rows of data, `cells` what is printed of one. */
export const tables = {
  peers: {
    title: 'One step of SAM',
    header: [
      'network, batch',
      'library',
      'same losses',
      'ms per step',
      '× Basin',
      'script ms',
      'dispatches',
      'submits',
      'uploaded',
      'GPU memory',
      'SAM / SGD',
    ],
    measure: byNet(comparePeers),
    cells: (row) => {
      const who = [`${row.net}, ${row.batch}`, [row.name ?? row.library, row.version].filter(Boolean).join(' ')];
      if (row.refused) return [...who, `not timed: ${row.refused}`];
      const { counts, scriptMs, timesReference } = row;
      return [
        ...who,
        row.timesReference === undefined ? '–' : row.deviation === 0 ? 'yes' : `to ${row.deviation.toExponential(0)}`,
        spread(row.ms),
        timesReference ? spread(timesReference) : '–',
        ...(counts
          ? [digits(scriptMs), digits(counts.dispatches), digits(counts.submits), bytes(counts.uploadedBytes), bytes(counts.gpuBytes)]
          : ['–', '–', '–', '–', '–']),
        spread(row.samOverSgd),
      ];
    },
  },
  algorithms: {
    title: 'Basin’s algorithms',
    header: ['network, batch', 'algorithm', 'steps that climbed', 'ms per step', '× SAM', '× SGD'],
    measure: byNet(compareAlgorithms),
    cells: (row) => [
      `${row.net}, ${row.batch}`,
      row.values ? `${row.algorithm}, λ = ${row.values.lambda1}` : row.algorithm,
      `${Math.round(100 * row.climbed)} %`,
      spread(row.ms),
      spread(row.timesSam),
      spread(row.timesSgd),
    ],
  },
  batches: {
    title: 'Batch sizes, Basin’s SAM',
    header: ['network', 'batch', 'ms per step', '× the smallest', 'samples per second'],
    measure: byNet(compareBatches),
    cells: (row) => [row.net, String(row.batch), spread(row.ms), spread(row.timesFirst), digits(row.samplesPerSecond)],
  },
  runs: {
    title: 'Runs of one group, SAM on the default experiment',
    header: ['runs', 'ms per step of all', '× one run'],
    measure: compareGroups,
    cells: (row) => [String(row.runs), spread(row.ms), spread(row.timesOne)],
  },
  pytorch: {
    title: 'PyTorch, eager',
    header: ['network, batch', 'algorithm', 'ms per step', '× SAM', '× SGD'],
    measure: comparePytorch,
    cells: (row) => [`${row.net}, ${row.batch}`, row.algorithm, spread(row.ms), spread(row.timesSam), spread(row.timesSgd)],
  },
};

/**
 * @param {string} name key of `tables`
 * @returns {Promise<Table>}
 */
export async function makeTable(name, setup, backend) {
  const { title, header, measure, cells } = tables[name];
  const data = await measure(setup, backend);
  return {
    title: `${title}: ${[backend, data[0]?.adapter].filter((word, at, all) => word && all.indexOf(word) === at).join(', ')}`,
    header,
    rows: data.map(cells),
    data,
  };
}

function byNet(measure) {
  return async (setup, backend) => {
    const rows = [];
    for (const net of setup.nets) rows.push(...(await measure(setup, backend, net)));
    return rows;
  };
}
